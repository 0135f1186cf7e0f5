package dev.hanse.machinery.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    metadata.name=n                | true
                    metadata.name==n               | true
                    metadata.name!=n               | false
                    metadata.name=n,spec.x!=y      | true
                    metadata.name=n,spec.x=y       | false
                    spec.x=                        | true
                    ,metadata.name=n,              | true
                    """)
    void fieldsMatchOrNot(String selector, boolean matches) {
        var fields = Map.of("metadata.name", "n");

        assertThat(FieldSelector.parse(selector).matches(each -> fields.getOrDefault(each, "")))
                .isEqualTo(matches);
    }

    @Test
    void valuesMayEscapeWhatWouldEndThem() {
        var selector = FieldSelector.parse("a=x\\,y\\=z\\\\,b!=c");

        assertThat(selector.exact("a")).contains("x,y=z\\");
        assertThat(selector).hasToString("a=x\\,y\\=z\\\\,b!=c");
        assertThat(FieldSelector.parse(selector.toString())).isEqualTo(selector);
    }

    @Test
    void anExactValueIsOneThatMustBe() {
        var selector = FieldSelector.parse("a=1,b!=2");

        assertThat(selector.exact("a")).contains("1");
        assertThat(selector.exact("b")).isEmpty();
        assertThat(selector.requirements()).hasSize(2);
    }

    @Test
    void theEmptySelectorMatchesEverything() {
        assertThat(FieldSelector.parse("")).isEqualTo(FieldSelector.everything());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a          | invalid selector: 'a'; can't understand 'a'
                    a=1,b      | invalid selector: 'a=1,b'; can't understand 'b'
                    a=\\x      | invalid field selector: invalid escape sequence: \\x
                    a=b=c      | invalid field selector: unescaped character in value: 61
                    """)
    void whatIsWrongIsSaidInKubernetesWords(String selector, String message) {
        assertThatThrownBy(() -> FieldSelector.parse(selector)).hasMessage(message);
    }
}
