package dev.hanse.machinery.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.codec.Yaml;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    x=a               | x=a        | true
                    x=a               | x=b        | false
                    x=a               | -          | false
                    x==a              | x=a        | true
                    x!=a              | x=b        | true
                    x!=a              | -          | true
                    x!=a              | x=a        | false
                    x in (a,b)        | x=b        | true
                    x in (a, b)       | -          | false
                    x notin (a,b)     | x=c        | true
                    x notin (a,b)     | -          | true
                    x notin (a,b)     | x=a        | false
                    x                 | x=a        | true
                    x                 | y=a        | false
                    !x                | y=a        | true
                    !x                | x=a        | false
                    x>1               | x=2        | true
                    x>1               | x=1        | false
                    x<1               | x=0        | true
                    x<1               | x=word     | false
                    x>1               | -          | false
                    x=a,y=b           | x=a;y=b    | true
                    x=a,y=b           | x=a        | false
                    x=                | x=         | true
                    x in ()           | x=         | true
                    x in (a,)         | x=         | true
                    in in (in,notin)  | in=notin   | true
                    a.b/c=d           | a.b/c=d    | true
                    """)
    void labelsMatchOrNot(String selector, @Nullable String labels, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(labels(labels))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x=a                       | x=a
                    y==b , x!=c               | x!=c,y==b
                    x in ( b,a,b )            | x in (a,b)
                    z,!y,x notin (c)          | x notin (c),!y,z
                    x>1,y<2                   | x>1,y<2
                    """)
    void theCanonicalTextReadsBack(String selector, String canonical) {
        var parsed = LabelSelector.parse(selector);

        assertThat(parsed).hasToString(canonical);
        assertThat(LabelSelector.parse(canonical)).isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x=a,          | found '', expected: identifier after ','
                    ,x            | found ',', expected: !, identifier, or 'end of string'
                    x=a b         | found 'b', expected: ',' or 'end of string'
                    x a           | unable to parse requirement: found 'a', expected: in, notin, =, ==, !=, gt, lt
                    !             | unable to parse requirement: found '', expected: identifier
                    x in a        | unable to parse requirement: found 'a' expected: '('
                    x in (a       | unable to parse requirement: found '', expected: ',' or ')'
                    x=(           | unable to parse requirement: found '(', expected: identifier
                    x>a           | unable to parse requirement: values[0]: Invalid value: "a": for 'Gt', 'Lt' operators, the value must be an integer
                    """)
    void whatIsWrongIsSaidInKubernetesWords(String selector, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x=a", "a/b/c", "UPPER.example/x=a"})
    void keysAreChecked(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .hasMessageStartingWith("unable to parse requirement: <nil>: Invalid value: \"");
    }

    @Test
    void valuesAreChecked() {
        assertThatThrownBy(() -> LabelSelector.parse("x=-a"))
                .hasMessage(
                        "unable to parse requirement: values[0][x]: Invalid value: \"-a\": a valid"
                                + " label must be an empty string or consist of alphanumeric"
                                + " characters, '-', '_' or '.', and must start and end with an"
                                + " alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
                                + " '12345', regex used for validation is"
                                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }

    @Test
    void theEmptySelectorMatchesEverything() {
        assertThat(LabelSelector.parse("").isEverything()).isTrue();
        assertThat(LabelSelector.parse("").matches(Map.of())).isTrue();
    }

    @Test
    void jsonWithoutASelectorMatchesNothing() {
        assertThat(LabelSelector.fromJson(null).matches(Map.of("x", "a"))).isFalse();
        assertThat(LabelSelector.fromJson(Yaml.parse("null")).matches(Map.of())).isFalse();
        assertThat(LabelSelector.fromJson(Yaml.parse("{}")).isEverything()).isTrue();
    }

    @Test
    void jsonIsReadLikeText() {
        var selector =
                LabelSelector.fromJson(
                        Yaml.parse(
                                """
                                matchLabels: {y: b}
                                matchExpressions:
                                  - {key: x, operator: In, values: [a, b]}
                                  - {key: z, operator: DoesNotExist}
                                  - {key: v, operator: Exists}
                                  - {key: w, operator: NotIn, values: [c]}
                                """));

        assertThat(selector).hasToString("v,w notin (c),x in (a,b),y=b,!z");
    }

    @Test
    void jsonWithAnotherOperatorIsRefused() {
        var json = Yaml.parse("matchExpressions: [{key: x, operator: Near}]");

        assertThatThrownBy(() -> LabelSelector.fromJson(json))
                .hasMessage("\"Near\" is not a valid label selector operator");
    }

    @Test
    void anExactValueIsOneThatMustBe() {
        var selector = LabelSelector.parse("a=1,b in (2),c in (3,4),d!=5,e");

        assertThat(selector.exact("a")).contains("1");
        assertThat(selector.exact("b")).contains("2");
        assertThat(selector.exact("c")).isEmpty();
        assertThat(selector.exact("d")).isEmpty();
        assertThat(selector.exact("e")).isEmpty();
    }

    private static Map<String, String> labels(@Nullable String text) {
        var labels = new HashMap<String, String>();
        if (text != null) {
            for (var label : text.split(";", -1)) {
                int equals = label.indexOf('=');
                labels.put(label.substring(0, equals), label.substring(equals + 1));
            }
        }
        return labels;
    }
}
