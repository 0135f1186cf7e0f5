package dev.hanse.machinery.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, <invalid>",
        "PT-0.5S, 0s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT9M59S, 9m59s",
        "PT179M, 179m",
        "PT3H, 3h",
        "PT7H59M, 7h59m",
        "PT47H, 47h",
        "PT49H, 2d1h",
        "P8D, 8d",
        "P729D, 729d",
        "P731D, 2y1d",
        "P3000D, 8y",
    })
    void coarserTheOlder(String age, String shown) {
        assertThat(HumanDuration.of(Duration.parse(age))).isEqualTo(shown);
    }
}
