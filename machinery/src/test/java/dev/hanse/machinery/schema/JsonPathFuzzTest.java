package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Paths of any characters and any parts: refused, or followed to a bounded number of values.
///
/// As a test it repeats its corpus; `dev/fuzz` makes up new inputs.
class JsonPathFuzzTest {

    private static final int MOST_PARTS = 50;
    private static final int MOST_VALUES = 1_000_000;
    private static final List<String> PARTS =
            List.of(
                    ".",
                    "..",
                    "[",
                    "]",
                    "[*]",
                    ".*",
                    "[0]",
                    "[-1]",
                    "[0,1]",
                    "[0,0,0]",
                    "[0:2]",
                    "[::-1]",
                    "[-1:]",
                    "['a']",
                    "[?(",
                    ")]",
                    "@.a",
                    "@",
                    "$",
                    "==",
                    "!=",
                    "<",
                    ">=",
                    "&&",
                    "||",
                    "'x'",
                    "\"x\"",
                    "1",
                    "1.5",
                    "true",
                    "a",
                    "b",
                    "c",
                    "d",
                    "{",
                    "}",
                    "(@.length-1)",
                    "\\.",
                    " ",
                    ",",
                    ":");
    private static final JsonNode ROOT =
            Yaml.node(
                    """
                    a: [{a: x, b: [1, 2, {c: {d: [3]}}]}, {a: 2, b: []}, [[[]]]]
                    b: {a: {b: {c: {d: {a: 1.5, b: true, c: null}}}}}
                    c: text
                    n: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
                    """);

    @FuzzTest(maxDuration = "1m")
    void anyTextIsRefusedOrFollowed(FuzzedDataProvider data) {
        follow(data.consumeRemainingAsString());
    }

    @FuzzTest(maxDuration = "1m")
    void anyPartsAreRefusedOrFollowed(FuzzedDataProvider data) {
        var path = new StringBuilder();
        var parts = data.consumeInt(1, MOST_PARTS);
        for (int i = 0; i < parts; i++) {
            path.append(data.pickValue(PARTS));
        }
        follow(path.toString());
    }

    private static void follow(String path) {
        try {
            assertThat(JsonPath.parse(path).find(ROOT)).hasSizeLessThanOrEqualTo(MOST_VALUES);
        } catch (IllegalArgumentException e) {
            assertThat(e).message().isNotEmpty();
        }
    }
}
