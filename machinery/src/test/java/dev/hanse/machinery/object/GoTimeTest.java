package dev.hanse.machinery.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The texts are those of Go 1.26.
class GoTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.123+01:00",
                "2024-02-29T03:04:05Z",
                "2026-01-02T3:04:05Z",
            })
    void momentsAreNoProblem(String text) {
        assertThat(GoTime.problem(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''|as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"2006\"",
                "2026|as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"-\"",
                "2026-01-02 03:04:05Z|as \"2006-01-02T15:04:05Z07:00\": cannot parse"
                        + " \" 03:04:05Z\" as \"T\"",
                "2026-01-02T03:04:05|as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as"
                        + " \"Z07:00\"",
            })
    void whatIsNoMomentIsNamed(String text, String problem) {
        assertThat(GoTime.problem(text)).contains("parsing time \"" + text + "\" " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-13-02T03:04:05Z|: month out of range",
                "2026-02-30T03:04:05Z|: day out of range",
                "2026-01-02T24:04:05Z|: hour out of range",
                "2026-01-02T03:60:05Z|: minute out of range",
                "2026-01-02T03:04:61Z|: second out of range",
                "2026-01-02T03:04:05Zx|: extra text: \"x\"",
            })
    void numbersHaveARange(String text, String problem) {
        assertThat(GoTime.problem(text)).contains("parsing time \"" + text + "\"" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-02T03:04:05Z|Z",
                "2026-01-02T03:04:05.123+01:00|.123+01:00",
                "2026-01-02T03:04:05Zx|Zx",
            })
    void microsecondsAreSixDigits(String text, String rest) {
        assertThat(GoTime.microProblem("2026-01-02T03:04:05.123456Z")).isEmpty();
        assertThat(GoTime.microProblem(text))
                .contains(
                        "parsing time \"%s\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse"
                                        .formatted(text)
                                + " \"%s\" as \".000000\"".formatted(rest));
    }
}
