package dev.hanse.apiserver.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.catalog.TestingDefinitions;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableRendererTest {

    private final TableRenderer renderer = new TableRenderer("meta.k8s.io/v1");
    private final KubeObject widget =
            new KubeObject(
                    (ObjectNode)
                            Yaml.parse(
                                    """
                                    apiVersion: example.org/v1
                                    kind: Widget
                                    metadata: {name: w, resourceVersion: "7", creationTimestamp: "2026-01-02T03:03:05Z"}
                                    spec: {size: 3}
                                    """));

    @Test
    void printsTheNameThenTheDeclaredColumns() {
        var table = table("v1", IncludeObject.NONE);

        assertThat(table.path("columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Size", "Color", "Since");
        assertThat(table.path("columnDefinitions").get(1))
                .hasToString(
                        "{\"name\":\"Size\",\"type\":\"integer\",\"format\":\"\",\"description\":\"How"
                            + " big.\",\"priority\":1}");
        assertThat(table.at("/rows/0/cells")).hasToString("[\"w\",3,null,\"60s\"]");
        assertThat(table.at("/rows/0/object").isNull()).isTrue();
    }

    @Test
    void withoutDeclaredColumnsPrintsTheAge() {
        var table = table("v1alpha1", IncludeObject.NONE);

        assertThat(table.path("columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Age");
        assertThat(table.at("/rows/0/cells")).hasToString("[\"w\",\"60s\"]");
    }

    @Test
    void rowCarriesAsMuchOfTheObjectAsAskedFor() {
        var metadata = table("v1", IncludeObject.METADATA).at("/rows/0/object");
        var object = table("v1", IncludeObject.OBJECT).at("/rows/0/object");

        assertThat(metadata.path("kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(metadata.at("/metadata/name").asText()).isEqualTo("w");
        assertThat(metadata.has("spec")).isFalse();
        assertThat(object).isEqualTo(widget.json());
    }

    @Test
    void rowsAloneHaveNoColumnDefinitions() {
        var table =
                renderer.rows(
                        served("v1"),
                        List.of(widget),
                        TableRenderer.metadataOf(widget),
                        IncludeObject.NONE);

        assertThat(table.path("columnDefinitions")).isEmpty();
        assertThat(table.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    }

    @Test
    void partialMetadataListKeepsOnlyMetadata() {
        var list =
                PartialMetadata.list(
                        List.of(widget),
                        JsonNodeFactory.instance.objectNode().put("resourceVersion", "9"),
                        "meta.k8s.io/v1");

        assertThat(list.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(list.at("/metadata/resourceVersion").asText()).isEqualTo("9");
        assertThat(list.at("/items/0/apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
        assertThat(list.at("/items/0").has("spec")).isFalse();
    }

    private ObjectNode table(String version, IncludeObject policy) {
        return renderer.table(
                served(version),
                List.of(widget),
                JsonNodeFactory.instance.objectNode().put("resourceVersion", "9"),
                policy);
    }

    private static ServedResource served(String version) {
        var widgets = TestingDefinitions.widgets();
        return new ServedResource(widgets, widgets.version(version).orElseThrow());
    }
}
