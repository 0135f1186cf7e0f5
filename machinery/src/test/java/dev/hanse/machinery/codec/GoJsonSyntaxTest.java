package dev.hanse.machinery.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The texts are those of Go 1.26.
class GoJsonSyntaxTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-|invalid character ' ' in numeric literal",
                "-a|invalid character 'a' in numeric literal",
                "1.|invalid character ' ' after decimal point in numeric literal",
                "1.5e+|invalid character ' ' in exponent of numeric literal",
                "1e|invalid character ' ' in exponent of numeric literal",
                "tru|invalid character ' ' in literal true (expecting 'e')",
                "trux|invalid character 'x' in literal true (expecting 'e')",
                "[1 2]|invalid character '2' after array element",
                "{\"a\":}|invalid character '}' looking for beginning of value",
                "{1}|invalid character '1' looking for beginning of object key string",
                "\"\\u00zz\"|invalid character 'z' in \\u hexadecimal character escape",
                "\"\\|invalid character ' ' in string escape code",
                "\"a|unexpected end of JSON input",
                "0x|invalid character 'x' after top-level value",
                "[|unexpected end of JSON input",
                "]|invalid character ']' looking for beginning of value",
                "é|invalid character 'Ã' looking for beginning of value",
                "[1,|unexpected end of JSON input",
                "{\"a\":1,|unexpected end of JSON input",
            })
    void saysWhatGoSays(String text, String problem) {
        assertThat(GoJsonSyntax.problem(text.getBytes(StandardCharsets.UTF_8))).contains(problem);
    }

    @Test
    void hasNothingToSayAboutJson() {
        var json = " {\"a\": [1, -2.5e+3, \"\\u00e9\\n\", true, false, null, {}, []]} ";

        assertThat(GoJsonSyntax.problem(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
