package dev.hanse.machinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1                | 1
                    -7               | -7
                    0x1f             | 31
                    0o17             | 15
                    1.50             | 1.50
                    true             | true
                    False            | false
                    ~                | null
                    yes              | "yes"
                    on               | "on"
                    2026-01-01       | "2026-01-01"
                    "1"              | "1"
                    !!str 1          | "1"
                    [a, {b: 2}]      | ["a",{"b":2}]
                    {1: a, true: b}  | {"1":"a","true":"b"}
                    {a: &x [1], b: *x} | {"a":[1],"b":[1]}
                    12345678901234567890123 | 12345678901234567890123
                    """)
    void scalarsAreTypedByTheCoreSchema(String yaml, String json) {
        assertThat(Yaml.parse(yaml)).isEqualTo(json(json));
    }

    @Test
    void halfOfACharacterIsRefused() {
        assertThat(Yaml.parse("\"\\ud83d\\ude00\"").asText()).isEqualTo("\uD83D\uDE00");
        assertThat(catchThrowableOfType(ApiException.class, () -> Yaml.parse("\"\\ud800\"")))
                .isNotNull();
    }

    @Test
    void repeatedFieldsAreReported() {
        var parsed =
                Yaml.parseReportingDuplicates("spec:\n  a:\n  - b: 1\n    b: 2\nkind: x\nkind: y");

        assertThat(parsed.duplicateFields()).containsExactly("spec.a[0].b", "kind");
    }

    @Test
    void aStreamHasManyDocuments() {
        assertThat(Yaml.parseAll("a: 1\n---\n---\nb: 2\n"))
                .containsExactly(json("{\"a\":1}"), json("{\"b\":2}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b: c",
                "{",
                "a: 1\n---\nb: 2",
                "*x",
                "&a [*a]",
                "? [a]\n: b",
                "!!set {a}",
                ".nan"
            })
    void anythingElseIsABadRequest(String yaml) {
        var refused = catchThrowableOfType(ApiException.class, () -> Yaml.parse(yaml));

        assertThat(refused.code()).isEqualTo(400);
    }

    @Test
    void aliasesCannotBlowUpADocument() {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            var alias = "*a" + (i - 1);
            yaml.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
        }

        var refused = catchThrowableOfType(ApiException.class, () -> Yaml.parse(yaml.toString()));

        assertThat(refused.status().message()).contains("excessive aliasing");
    }

    @Test
    void depthIsLimited() {
        var yaml = "[".repeat(5000) + "]".repeat(5000);

        var refused = catchThrowableOfType(ApiException.class, () -> Yaml.parse(yaml));

        assertThat(refused.status().message()).contains("nested deeper than 1000");
    }

    @Test
    void documentsAreWrittenInBlockStyleWithSortedFields() {
        var tree =
                json(
                        """
                        {"kind":"K","apiVersion":"v1","spec":{"list":[{"b":1,"a":"x"},[]],
                         "empty":{},"text":"two\\nlines\\n","number":"1","word":"yes","none":null}}\
                        """);

        assertThat(Yaml.write(tree))
                .isEqualTo(
                        """
                        apiVersion: v1
                        kind: K
                        spec:
                          empty: {}
                          list:
                          - a: x
                            b: 1
                          - []
                          none: null
                          number: "1"
                          text: |
                            two
                            lines
                          word: "yes"
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a: b",
                "- a",
                "#x",
                "a #b",
                "null",
                "~",
                "no",
                "1e3",
                "0x1",
                ".5",
                "1_000",
                "12:30",
                "2026-01-01T00:00:00Z",
                "<<",
                "=",
                "*a",
                "&a",
                "!a",
                "@a",
                "%a",
                "`a",
                "{a}",
                "[a]",
                "'",
                "\"",
                "a\nb",
                "a\n",
                "\n",
                "\ta",
                "a\t",
                " a",
                "a ",
                "\u00e9",
                "\u0007",
                "\ud83d\ude00",
                "---",
                "...",
                "?",
                "-",
                ":",
                "a:",
                "|",
                ">"
            })
    void everyStringReadsBackAsItself(String text) {
        var tree = JsonNodeFactory.instance.objectNode().put("x", text).put(text, "y");

        assertThat(Yaml.parse(Yaml.write(tree))).isEqualTo(tree);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
