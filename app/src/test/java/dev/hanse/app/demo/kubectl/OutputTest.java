package dev.hanse.app.demo.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.codec.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables look as kubectl's do.
class OutputTest {

    private static final ServerTable TABLE =
            new ServerTable(
                    Yaml.parse(
                            """
                            columnDefinitions:
                              - {name: Name, priority: 0}
                              - {name: Selector, priority: 1}
                              - {name: Ready, priority: 0}
                            rows:
                              - cells: [billing, a=b, null]
                                object: {metadata: {namespace: default, labels: {b: "2", a: "1"}}}
                              - cells: [a, a=c, 3]
                                object: {metadata: {namespace: other}}
                            """));

    @Test
    void aServersTableShowsTheImportantColumns() {
        assertThat(TABLE.render(false, false).lines().map(String::stripTrailing))
                .containsExactly("NAME      READY", "billing", "a         3");
    }

    @Test
    void namespaceAndLabelsAreColumnsOnRequest() {
        assertThat(TABLE.render(true, true).lines())
                .containsExactly(
                        "NAMESPACE   NAME      READY   LABELS",
                        "default     billing           a=1,b=2",
                        "other       a         3       <none>");
    }

    @Test
    void customColumnsTakeTheirValuesFromTheObjects() {
        var columns = CustomColumns.parse("NAME:.metadata.name,REPLICAS:.spec.replicas");

        assertThat(
                        columns.render(
                                        List.of(
                                                Yaml.parse(
                                                        "{metadata: {name: a}, spec: {replicas:"
                                                                + " 3}}"),
                                                Yaml.parse("{metadata: {name: b}}")))
                                .lines())
                .containsExactly("NAME   REPLICAS", "a      3", "b      <none>");
    }
}
