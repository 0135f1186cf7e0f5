package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Fills in defaults and drops nulls as structural schemas ask for: a missing field, or a null
/// where null is not allowed, becomes the default; a forbidden null without a default goes away.
///
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable>
final class Defaulting {

    private Defaulting() {}

    static void apply(JsonNode value, SchemaNode schema) {
        switch (value) {
            case ObjectNode object -> {
                addMissing(object, schema);
                descend(object, schema);
            }
            case ArrayNode array when schema.items() != null -> descend(array, schema.items());
            default -> {}
        }
    }

    private static void addMissing(ObjectNode object, SchemaNode schema) {
        for (var each : schema.properties().entrySet()) {
            var standard = each.getValue().defaultValue();
            if (standard != null && !standard.isNull()) {
                var present = object.get(each.getKey());
                if (present == null || forbiddenNull(present, each.getValue())) {
                    object.set(each.getKey(), standard.deepCopy());
                }
            }
        }
    }

    private static void descend(ObjectNode object, SchemaNode schema) {
        var dropped = new ArrayList<String>(0);
        for (var field : object.properties()) {
            var child = schema.property(field.getKey());
            if (child == null) {
                continue;
            }
            if (forbiddenNull(field.getValue(), child)) {
                var standard = usableDefault(child);
                if (standard == null) {
                    dropped.add(field.getKey());
                    continue;
                }
                field.setValue(standard);
            }
            apply(field.getValue(), child);
        }
        object.remove(dropped);
    }

    private static void descend(ArrayNode array, SchemaNode items) {
        for (int i = 0; i < array.size(); i++) {
            var standard = usableDefault(items);
            if (standard != null && forbiddenNull(array.get(i), items)) {
                array.set(i, standard);
            }
            apply(array.get(i), items);
        }
    }

    private static @Nullable JsonNode usableDefault(SchemaNode schema) {
        var standard = schema.defaultValue();
        return standard == null || standard.isNull() ? null : standard.deepCopy();
    }

    /// `additionalProperties: true` has no schema of its own and so forbids nothing.
    private static boolean forbiddenNull(JsonNode value, SchemaNode schema) {
        return value.isNull() && !schema.nullable() && !schema.source().isEmpty();
    }
}
