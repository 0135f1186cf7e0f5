package dev.hanse.machinery.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.Collections;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelProgramTest {

    private static final CelEnvironment ENVIRONMENT = new CelEnvironment();

    private final CelLanguage language =
            new CelLanguage(
                    ENVIRONMENT,
                    CelTypes.of(Map.of()),
                    Map.of(
                            "text",
                            SimpleType.STRING,
                            "nums",
                            ListType.create(SimpleType.INT),
                            "strs",
                            ListType.create(SimpleType.STRING),
                            "any",
                            SimpleType.DYN));

    private final Map<String, Object> variables =
            Map.of(
                    "text", "x".repeat(1000),
                    "nums", LongStream.range(0, 2_000).boxed().toList(),
                    "strs", Collections.nCopies(100, "y".repeat(100)),
                    "any", Map.of("a", 1L));

    private long cost(String expression) throws CelProblemException, CelFailedException {
        var program = language.compile(expression);
        long low = 0;
        long high = CelBudget.PER_CALL;
        while (low < high) {
            var middle = (low + high) / 2;
            try {
                program.evaluate(variables, CelBudget.of(middle));
                high = middle;
            } catch (CelFailedException e) {
                assertThat(e.reason()).isEqualTo(CelFailedException.Cause.BUDGET);
                low = middle + 1;
            }
        }
        return low;
    }

    /// The figures are those of cel-go's cost tracker with Kubernetes' cost estimator.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    true                                     | 0
                    1 + 2 == 3                               | 2
                    any.a == 1                               | 3
                    has(any.a)                               | 1
                    text == text                             | 102
                    text.startsWith('abc')                   | 101
                    text.contains('abc')                     | 101
                    text.matches('[a-z]+')                   | 203
                    text + text != ''                        | 202
                    nums.all(x, x >= 0)                      | 10002
                    nums.exists(x, x == 3)                   | 29
                    strs.map(x, x).size() == 100          | 1304
                    [1, 2, nums[0]].size() == 3              | 14
                    [1, 2, 3].size() == 3                    | 2
                    nums[3] == 3                             | 3
                    1 in nums                                | 2001
                    strs.join(',').size() > 0             | 2023
                    nums.sum() > 0                           | 2002
                    """)
    void costsAreThoseOfKubernetes(String expression, long expected) throws Exception {
        assertThat(cost(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nums.all(a, nums.all(b, nums.all(c, nums.all(d, a + b + c + d >= 0))))",
                "nums.exists(a, nums.exists(b, nums.exists(c, false)) || a < 0)",
                "nums.all(a, nums.all(b, any.b == 1 || nums.all(c, any.c == 1)) || true)",
                "nums.map(a, nums.map(b, nums.map(c, [a, b, c]))).size() > 0",
                "nums.transformList(i, a, nums.transformList(j, b, nums.map(c, c))).size() > 0",
                "[text + text].all(a, [a + a].all(b, [b + b].all(c, nums.all(x,"
                        + " c + c != string(x)))))",
                "lists.range(2000000000).size() > 0",
                "lists.range(900000).all(x, true) || sets.contains(lists.range(900000), nums)",
                "[nums].all(a, sets.equivalent(nums, nums) && sets.equivalent(nums, nums))",
                "text.replace('', text).replace('', text).size() > 0",
                "[text.replace('', text)].all(t, [t, t, t, t, t, t].join(t).replace('x', t) != '')",
                "[text.replace('', text)].all(t, '%s%s%s%s%s%s%s'.format([[t, t, t, t, t, t],"
                        + " [t, t, t, t, t, t], [t, t, t, t, t, t], [t, t, t, t, t, t],"
                        + " [t, t, t, t, t, t], [t, t, t, t, t, t], 1]) != '')",
                "nums.all(x, strs.all(y, !text.matches('(x+x+)+y')))",
                "strs.all(x, strs.join(x).replace('y', 'yyyyyyyy').replace('y', 'yyyyyyyy')"
                        + ".replace('y', 'yyyyyyyy').size() > 0)"
            })
    void hostileExpressionsAreStopped(String expression) throws Exception {
        var program = language.compile(expression);

        assertThatThrownBy(() -> program.evaluate(variables, CelBudget.of(CelBudget.PER_OBJECT)))
                .isInstanceOfSatisfying(
                        CelFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(CelFailedException.Cause.CALL_LIMIT))
                .hasMessage("operation cancelled: actual cost limit exceeded");
    }

    @Test
    void aProgramKnowsItsTypeAndItsVariables() throws Exception {
        var program = language.compile("text.size() + 1");

        assertThat(program.type()).isEqualTo(SimpleType.INT);
        assertThat(program.mayBe(CelResult.BOOL)).isFalse();
        assertThat(program.mentions("text")).isTrue();
        assertThat(program.mentions("nums")).isFalse();
    }

    @Test
    void problemsSayWhereTheyAre() {
        assertThatThrownBy(() -> language.compile("text.size() +\n  missing"))
                .isInstanceOf(CelProblemException.class)
                .hasMessageStartingWith(
                        "compilation failed: ERROR: <input>:2:3: undeclared reference to"
                                + " 'missing'");
    }
}
