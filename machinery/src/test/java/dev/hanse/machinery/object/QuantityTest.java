package dev.hanse.machinery.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1000m, 1",
        "0.5, 500m",
        ".5, 500m",
        "1.5Gi, 1536Mi",
        "1024Mi, 1Gi",
        "512, 512",
        "1024, 1024",
        "0.5Ki, 512",
        "0.1Ki, 102400m",
        "1000k, 1M",
        "1e3, 1e3",
        "12e4, 120e3",
        "100n, 100n",
        "0.1n, 1n",
        "0Gi, 0",
        "-1500m, -1500m",
        "+2, 2",
        "1E, 1E",
        "1Ei, 1Ei"
    })
    void isWrittenInItsShortestForm(String text, String canonical) {
        assertThat(Quantity.parse(text).map(Quantity::toString)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gi", "1 Gi", "1.2.3", "1Qi", "--1", "1e", "0x10"})
    void isNothingElse(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }

    @Test
    void isComparedByWhatItAmountsTo() {
        assertThat(Quantity.parse("1Ki").orElseThrow().amount())
                .isEqualByComparingTo(Quantity.parse("1.024k").orElseThrow().amount());
    }
}
