package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Documents in tests, written as YAML.
final class Yaml {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    static JsonNode node(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    static ObjectNode object(String yaml) {
        return (ObjectNode) node(yaml);
    }

    /// The schema of an object whose `spec` is described by the given schema.
    static JsonNode specSchema(String spec) {
        return node("type: object\nproperties:\n  spec:\n" + spec.stripIndent().indent(4));
    }
}
