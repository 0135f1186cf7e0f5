package dev.hanse.machinery.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GoPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            textBlock =
                    """
                    ^[a-z]([-a-z0-9]*[a-z0-9])?$ a-b
                    ^(([0-9]{1,3})[.]){3}[0-9]{1,3}$ 10.0.0.1
                    ^.{1,1000}$ x
                    ^((a{1,10}){1,10}){1,10}$ aaa
                    ^(?:a|(?P<name>b))+$ ab
                    ^(?i)A$ a
                    ^a{,3}$ a{,3}
                    ^a{x}$ a{x}
                    ^[]{2}]{2}$ }]
                    ^[[:alpha:]{]+$ a{
                    ^\\x{41}{2}$ AA
                    ^\\Q{9999}{9999}\\E$ {9999}{9999}
                    ^\\{{3}$ {{{
                    """)
    void readsWhatGoReads(String pattern, String text) {
        assertThat(GoPattern.compile(pattern).matcher(text).find()).isTrue();
    }

    static Stream<Arguments> tooMuch() {
        return Stream.of(
                Arguments.of("(a{1,100}){1,100}", "invalid repeat count: `{1,100}`"),
                Arguments.of("((a{10}){10}){11}", "invalid repeat count: `{11}`"),
                Arguments.of("(a|b{1,1000})*?(c{2}){501}", "invalid repeat count: `{501}`"),
                Arguments.of("a{1,1001}", "invalid repeat count: `{1,1001}`"),
                Arguments.of("(a{2,}){501}", "invalid repeat count: `{501}`"),
                Arguments.of("(".repeat(1_001) + ")".repeat(1_001), "expression nests too deeply"),
                Arguments.of("((".repeat(30_000), "expression nests too deeply"),
                Arguments.of("(a|b)?".repeat(50_000), "expression too large"),
                Arguments.of("[a-z]{1,1000}".repeat(100), "expression too large"));
    }

    @ParameterizedTest
    @MethodSource("tooMuch")
    void refusesWhatWouldTakeTooMuch(String pattern, String problem) {
        assertThatThrownBy(() -> GoPattern.compile(pattern))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageStartingWith("error parsing regexp: " + problem);
    }

    static Stream<String> asMuchAsPossible() {
        return Stream.of(
                "(".repeat(999) + "a" + ")".repeat(999),
                "(a|b)?".repeat(3_300),
                "[a-z]{1,1000}".repeat(19));
    }

    @ParameterizedTest
    @MethodSource("asMuchAsPossible")
    void copesWithTheLargestThatItTakes(String pattern) {
        var large = GoPattern.compile(pattern).matcher("a".repeat(100));

        assertThat(large.find()).isTrue();
    }
}
