package dev.hanse.app.demo.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.codec.Yaml;
import org.junit.jupiter.api.Test;

class JsonPathTemplateTest {

    private static final String LIST =
            """
            items:
              - metadata: {name: a, annotations: {kcp.io/cluster: x1}}
                conditions: [{type: Ready, message: "fine {so far}"}]
              - metadata: {name: b}
                conditions: []
            """;

    @Test
    void expressionsBecomeValuesAndTheRestStays() {
        assertThat(render("first: {.items[0].metadata.name}!")).isEqualTo("first: a!");
    }

    @Test
    void severalValuesAreSeparatedByBlanks() {
        assertThat(render("{.items[*].metadata.name}")).isEqualTo("a b");
    }

    @Test
    void whatIsMissingIsEmpty() {
        assertThat(render("[{.items[1].status.phase}]")).isEqualTo("[]");
    }

    @Test
    void aRangeRepeatsItsBody() {
        assertThat(render("{range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}."))
                .isEqualTo("a \nb \n.");
    }

    @Test
    void aFilterMayQuoteBraces() {
        assertThat(render("{.items[0].conditions[?(@.message==\"fine {so far}\")].type}"))
                .isEqualTo("Ready");
    }

    @Test
    void dotsInNamesAreEscaped() {
        assertThat(render("{.items[0].metadata.annotations.kcp\\.io/cluster}")).isEqualTo("x1");
    }

    @Test
    void objectsAreWrittenAsJson() {
        assertThat(render("{.items[1].metadata}")).isEqualTo("{\"name\":\"b\"}");
    }

    @Test
    void saysWhatIsWrongWithATemplate() {
        assertThatThrownBy(() -> JsonPathTemplate.parse("{.a"))
                .hasMessageContaining("unclosed action");
        assertThatThrownBy(() -> JsonPathTemplate.parse("{range .a}{.b}"))
                .hasMessageContaining("unclosed range");
        assertThatThrownBy(() -> JsonPathTemplate.parse("{.a}{end}"))
                .hasMessageContaining("nothing to end");
    }

    private static String render(String template) {
        return JsonPathTemplate.parse(template).render(Yaml.parse(LIST));
    }
}
