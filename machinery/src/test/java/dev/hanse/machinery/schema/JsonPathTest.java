package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {

    private static final JsonNode OBJECT =
            Yaml.node(
                    """
                    metadata:
                      name: web
                      labels: {app.kubernetes.io/name: shop, tier: front}
                    spec:
                      replicas: 3
                      limits: {cpu: 2}
                      ports: [{name: http, port: 80}, {name: tls, port: 443}, {name: dbg, port: 9}]
                    status:
                      conditions:
                      - {type: Ready, status: "True", age: 5}
                      - {type: Synced, status: "False"}
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    .metadata.name                                   | ["web"]
                    {.metadata.name}                                 | ["web"]
                    metadata.name                                    | ["web"]
                    $.metadata.name                                  | ["web"]
                    .spec['limits'].cpu                              | [2]
                    .spec["limits"]["cpu"]                           | [2]
                    .metadata.labels.app\\.kubernetes\\.io/name      | ["shop"]
                    .metadata.labels['app.kubernetes.io/name']       | ["shop"]
                    .spec.ports[0].port                              | [80]
                    .spec.ports[-1].name                             | ["dbg"]
                    .spec.ports[7].name                              | []
                    .spec.ports[*].port                              | [80, 443, 9]
                    .spec.ports[1:].name                             | ["tls", "dbg"]
                    .spec.ports[:2].name                             | ["http", "tls"]
                    .spec.ports[0:3:2].name                          | ["http", "dbg"]
                    .spec.ports[-2:].name                            | ["tls", "dbg"]
                    .spec.ports[0,2].name                            | ["http", "dbg"]
                    .spec['replicas','limits']                       | [3, {cpu: 2}]
                    .spec.limits.*                                   | [2]
                    .status.conditions[?(@.type=="Ready")].status    | ["True"]
                    .status.conditions[?(@.type == 'Synced')].status | ["False"]
                    .status.conditions[?(@.age)].type                | ["Ready"]
                    .status.conditions[?(@.age>4)].type              | ["Ready"]
                    .status.conditions[?(@.status!="True")].type     | ["Synced"]
                    .spec.ports[?(@.port<=80)].name                  | ["http", "dbg"]
                    .spec.ports[?(@.port==443.0)].name               | ["tls"]
                    ..port                                           | [80, 443, 9]
                    .status..type                                    | ["Ready", "Synced"]
                    .nothing.here                                    | []
                    .metadata.name.deeper                            | []
                    """)
    void findsValues(String path, String expected) {
        assertThat(JsonPath.parse(path).find(OBJECT))
                .containsExactlyElementsOf(Yaml.node(expected));
    }

    @Test
    void aDotIsTheWholeObject() {
        assertThat(JsonPath.parse(".").find(OBJECT)).containsExactly(OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    .a[                  | needs an index
                    .a[0                 | lacks a ']' at position 4
                    .a['b                | has an unterminated quote
                    .a[?(@.b=="c"]       | lacks a ')'
                    .a[?(@.b==c)]        | cannot compare with 'c'
                    .a..                 | lacks a field name
                    .a b                 | has an unexpected ' ' at position 2
                    .a[1:2:0]            | needs a step above zero
                    .a[99999999999]      | has the invalid index
                    {}                   | is empty
                    """)
    void saysWhatIsWrongAndWhere(String path, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPath.parse(path))
                .withMessageStartingWith("JSONPath \"")
                .withMessageContaining(problem);
    }

    @Test
    void descendsIntoDeepDocumentsWithoutRecursion() {
        ObjectNode deep = JsonNodeFactory.instance.objectNode().put("leaf", 1);
        for (int i = 0; i < 100_000; i++) {
            deep = JsonNodeFactory.instance.objectNode().set("a", deep);
        }

        assertThat(JsonPath.parse("..leaf").find(deep)).hasSize(1);
    }
}
