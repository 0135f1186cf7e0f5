package dev.hanse.machinery.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "10s, PT10S",
        "1m30s, PT1M30S",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "3.s, PT3S",
        "-2ms, PT-0.002S",
        "+1ns, PT0.000000001S",
        "250us, PT0.00025S",
    })
    void readsWhatGoReads(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', 'time: invalid duration \"\"'",
                "abc, 'time: invalid duration \"abc\"'",
                "'-', 'time: invalid duration \"-\"'",
                "'.s', 'time: invalid duration \".s\"'",
                "10, 'time: missing unit in duration \"10\"'",
                "1s5, 'time: missing unit in duration \"1s5\"'",
                "1d, 'time: unknown unit \"d\" in duration \"1d\"'",
                "9999999h, 'time: invalid duration \"9999999h\"'",
            })
    void refusesTheRestInGosWords(String text, String message) {
        assertThatThrownBy(() -> GoDuration.parse(text)).hasMessage(message);
    }
}
