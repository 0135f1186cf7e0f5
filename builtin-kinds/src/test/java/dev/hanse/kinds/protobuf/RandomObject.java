package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.kinds.BuiltinKind;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// An object with some of the fields of its schema, zeros among them. What is required is there,
/// for validation sees to that.
final class RandomObject {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> TYPE = Set.of("apiVersion", "kind");
    private static final List<String> TEXTS =
            List.of("", "a", "true", "1", "~", "\u00e9\n: #", "- x", "2026-01-01", "\ud83d\ude00");

    private final Random random;

    private RandomObject(Random random) {
        this.random = random;
    }

    static ObjectNode of(BuiltinKind kind, Random random) {
        var object = (ObjectNode) new RandomObject(random).value(kind.schema(), 0);
        object.put("apiVersion", kind.kind().apiVersion()).put("kind", kind.kind().kind());
        return object;
    }

    private JsonNode value(JsonNode schema, int depth) {
        var format = schema.path("format").asText();
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, depth);
            case "array" -> {
                var array = NODES.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    array.add(value(schema.path("items"), depth));
                }
                yield array;
            }
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> NODES.numberNode(random.nextInt(5) - 2);
            case "number" -> NODES.numberNode(BigDecimal.valueOf(random.nextInt(9), 1));
            case "string" -> NODES.textNode(text(format));
            default -> other(format);
        };
    }

    private JsonNode nonZero(JsonNode schema, int depth) {
        return switch (schema.path("type").asText()) {
            case "array" -> NODES.arrayNode().add(nonZero(schema.path("items"), depth));
            case "integer" -> NODES.numberNode(7);
            case "boolean" -> NODES.booleanNode(true);
            case "string" -> schema.has("format") ? value(schema, depth) : NODES.textNode("some");
            default -> value(schema, depth);
        };
    }

    private String text(String format) {
        return switch (format) {
            case "date-time" -> "2026-02-0" + (1 + random.nextInt(9)) + "T04:05:06Z";
            case "byte" -> random.nextBoolean() ? "AP8=" : "";
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private JsonNode other(String format) {
        int number = random.nextInt(5);
        return switch (format) {
            case "quantity" -> NODES.textNode(number + List.of("", "m", "Gi").get(number % 3));
            case "int-or-string" ->
                    random.nextBoolean() ? NODES.numberNode(number) : NODES.textNode(number + "%");
            default -> NODES.objectNode().put("any", number);
        };
    }

    /// Rarer the deeper, because Go's types nest without end.
    private ObjectNode object(JsonNode schema, int depth) {
        var object = NODES.objectNode();
        var properties = schema.path("properties");
        var required = new HashSet<String>();
        schema.path("required").forEach(each -> required.add(each.asText()));
        for (var each : properties.properties()) {
            // What an object within an object is called, protobuf does not say.
            boolean type = properties.has("metadata") && TYPE.contains(each.getKey());
            if (required.contains(each.getKey())) {
                object.set(each.getKey(), nonZero(each.getValue(), depth + 1));
            } else if (!type && random.nextInt(2 + depth) == 0) {
                object.set(each.getKey(), value(each.getValue(), depth + 1));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            for (int i = random.nextInt(3); i > 0; i--) {
                object.set("k" + i, value(schema.get("additionalProperties"), depth + 1));
            }
        }
        return object;
    }
}
