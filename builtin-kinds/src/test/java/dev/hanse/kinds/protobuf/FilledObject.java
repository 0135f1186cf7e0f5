package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.kinds.BuiltinKind;
import java.math.BigDecimal;
import java.util.Set;

/// An object in which every field of the schema is set, to what no type has for zero.
final class FilledObject {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> TYPE = Set.of("apiVersion", "kind");

    private int counter;

    private FilledObject() {}

    static ObjectNode of(BuiltinKind kind) {
        var object = (ObjectNode) new FilledObject().value(kind.schema());
        object.put("apiVersion", kind.kind().apiVersion()).put("kind", kind.kind().kind());
        return object;
    }

    private JsonNode value(JsonNode schema) {
        counter++;
        var format = schema.path("format").asText();
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema);
            case "array" ->
                    NODES.arrayNode()
                            .add(value(schema.path("items")))
                            .add(value(schema.path("items")));
            case "boolean" -> NODES.booleanNode(true);
            case "integer" -> NODES.numberNode(-counter);
            case "number" -> NODES.numberNode(BigDecimal.valueOf(counter * 10L + 5, 1));
            case "string" ->
                    NODES.textNode(
                            switch (format) {
                                case "date-time" -> "2026-02-03T04:05:06Z";
                                case "byte" -> "AP8=";
                                default -> "\u00e9" + counter;
                            });
            default ->
                    switch (format) {
                        case "quantity" -> NODES.textNode(counter + "Mi");
                        case "int-or-string" ->
                                counter % 2 == 0
                                        ? NODES.numberNode(counter)
                                        : NODES.textNode(counter + "%");
                        default -> NODES.objectNode().put("any", counter);
                    };
        };
    }

    private ObjectNode object(JsonNode schema) {
        var object = NODES.objectNode();
        var properties = schema.path("properties");
        for (var each : properties.properties()) {
            // What an object within an object is called, protobuf does not say.
            if (!properties.has("metadata") || !TYPE.contains(each.getKey())) {
                object.set(each.getKey(), value(each.getValue()));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            object.set("b", value(schema.get("additionalProperties")));
            object.set("a", value(schema.get("additionalProperties")));
        }
        return object;
    }
}
