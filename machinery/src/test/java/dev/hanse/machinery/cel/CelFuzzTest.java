package dev.hanse.machinery.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Map;

/// Expressions of any characters and any tokens: refused with a reason, or evaluated within their
/// budget to a value or a failure.
///
/// As a test it repeats its corpus; `dev/fuzz` makes up new inputs.
class CelFuzzTest {

    private static final int MOST_TOKENS = 60;
    private static final List<String> TOKENS =
            List.of(
                    "text",
                    "nums",
                    "map",
                    "any",
                    "x",
                    "y",
                    "1",
                    "-1",
                    "2u",
                    "1.5",
                    "'a'",
                    "b'a'",
                    "true",
                    "null",
                    "[",
                    "]",
                    "{",
                    "}",
                    "(",
                    ")",
                    ",",
                    ":",
                    "?",
                    ".",
                    "[?",
                    ".?",
                    " + ",
                    " - ",
                    " * ",
                    " / ",
                    " % ",
                    " == ",
                    " != ",
                    " < ",
                    " >= ",
                    " && ",
                    " || ",
                    "!",
                    " in ",
                    " ? ",
                    " : ",
                    ".all(x, ",
                    ".exists(x, ",
                    ".map(x, ",
                    ".filter(x, ",
                    ".exists_one(x, ",
                    ".transformMap(x, y, ",
                    ".transformList(x, y, ",
                    ".sortBy(x, ",
                    ".optMap(x, ",
                    "has(",
                    "size(",
                    "string(",
                    "int(",
                    "dyn(",
                    "type(",
                    "duration(",
                    "timestamp(",
                    "lists.range(",
                    "optional.of(",
                    "optional.none()",
                    ".orValue(",
                    ".value()",
                    ".flatten()",
                    ".distinct()",
                    ".sort()",
                    ".sum()",
                    ".join(",
                    ".split(",
                    ".replace(",
                    ".matches(",
                    ".find(",
                    ".format(",
                    ".size()",
                    "quantity(",
                    "semver(",
                    "url(",
                    "ip(",
                    "cidr(",
                    "sets.contains(",
                    "format.named(",
                    ".validate(",
                    ".compareTo(",
                    ".containsIP(",
                    "'1Gi'",
                    "'1.2.3'",
                    "'::1'",
                    "'10.0.0.0/8'",
                    "'https://a/b'",
                    "'%s %.2f %x'",
                    "'[a-z]+'",
                    "'1h'");

    private static final CelExtent EXTENT =
            new CelExtent(3, 2, true, Map.of(), CelExtent.scalar(5, 2));
    private static final CelLanguage LANGUAGE =
            new CelLanguage(
                    new CelEnvironment(),
                    CelTypes.of(Map.of()),
                    Map.of(
                            "text",
                            SimpleType.STRING,
                            "nums",
                            ListType.create(SimpleType.INT),
                            "map",
                            MapType.create(SimpleType.STRING, SimpleType.STRING),
                            "any",
                            SimpleType.DYN));
    private static final Map<String, Object> VARIABLES =
            Map.of(
                    "text", "The quick brown fox",
                    "nums", List.of(3L, 1L, 2L),
                    "map", Map.of("a", "b", "c", ""),
                    "any", Map.of("a", List.of(1L, "x")));

    @FuzzTest(maxDuration = "1m")
    void anyTextIsRefusedOrEvaluated(FuzzedDataProvider data) {
        run(data.consumeRemainingAsString());
    }

    @FuzzTest(maxDuration = "1m")
    void anyTokensAreRefusedOrEvaluated(FuzzedDataProvider data) {
        var expression = new StringBuilder();
        var tokens = data.consumeInt(1, MOST_TOKENS);
        for (int i = 0; i < tokens; i++) {
            expression.append(data.pickValue(TOKENS));
        }
        run(expression.toString());
    }

    private static void run(String expression) {
        try {
            var program = LANGUAGE.compile(expression);
            assertThat(program.worstCost(EXTENT)).isNotNegative();
            program.evaluate(VARIABLES, CelBudget.of(CelBudget.PER_CALL));
        } catch (CelProblemException | CelFailedException e) {
            assertThat(e).message().isNotEmpty();
        }
    }
}
