package dev.hanse.machinery.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0Gi, 0",
        "0.0m, 0",
        "5, 5",
        "05, 5",
        "+5, 5",
        "-5, -5",
        "5000, 5k",
        "1000000, 1M",
        "1500, 1500",
        "0.5, 500m",
        "100m, 100m",
        "1000m, 1",
        "1500m, 1500m",
        ".5, 500m",
        "5., 5",
        "1Ki, 1Ki",
        "1024Ki, 1Mi",
        "1.5Gi, 1536Mi",
        "512Ki, 512Ki",
        "0.5Ki, 512",
        "1023Ki, 1023Ki",
        "0.1Ki, 102400m",
        "1e3, 1e3",
        "1E3, 1e3",
        "12e2, 1200",
        "1e-3, 1e-3",
        "100e3, 100e3",
        "1n, 1n",
        "0.1n, 1n",
        "-0.1n, -1n",
        "1500u, 1500u",
        "1000u, 1m",
        "9E, 9E",
        "1000E, 1e21",
        "1Ei, 1Ei",
        "1024Ei, 1024Ei",
        "-1536Mi, -1536Mi",
        "128974848, 128974848"
    })
    void areWrittenInOneWay(String written, String canonical) {
        assertThat(quantity(written)).hasToString(canonical);
        assertThat(quantity(canonical)).isEqualTo(quantity(written)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "1 ", " 1", "1.2.3", "1K", "1ki", "1mi", "--1", "1e", "1eMi", ".", "1Gii"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }

    @Test
    void sumsKeepTheFormatOfTheFirstThatIsSomething() {
        assertThat(quantity("1Gi").plus(quantity("512Mi"))).hasToString("1536Mi");
        assertThat(quantity("1Gi").plus(quantity("1"))).hasToString("1073741825");
        assertThat(quantity("100m").plus(quantity("900m"))).hasToString("1");
        assertThat(Quantity.ZERO.plus(quantity("1Gi"))).hasToString("1Gi");
        assertThat(quantity("2").minus(quantity("500m"))).hasToString("1500m");
        assertThat(quantity("1Gi").minus(quantity("1024Mi"))).hasToString("0");
    }

    @Test
    void amountsCompareHoweverTheyAreWritten() {
        assertThat(quantity("1"))
                .isEqualTo(quantity("1000m"))
                .isEqualByComparingTo(quantity("1e0"));
        assertThat(quantity("1").hashCode()).isEqualTo(quantity("1000m").hashCode());
        assertThat(quantity("1Gi")).isGreaterThan(quantity("1G"));
        assertThat(quantity("1").max(quantity("2"))).isEqualTo(quantity("2"));
        assertThat(quantity("1")).isNotEqualTo("1");
    }

    private static Quantity quantity(String text) {
        return Quantity.parse(text).orElseThrow();
    }
}
