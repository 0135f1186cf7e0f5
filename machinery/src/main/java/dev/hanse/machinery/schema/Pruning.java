package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes the fields that a structural schema does not know, and remembers their paths.
///
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning>
final class Pruning {

    /// What every object has, schema or not.
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final List<String> removed = new ArrayList<>();

    private Pruning() {}

    /// Returns the paths of the removed fields.
    static List<String> apply(ObjectNode object, SchemaNode schema) {
        var pruning = new Pruning();
        pruning.prune(object, schema, true, FieldPath.ROOT);
        return pruning.removed;
    }

    private void prune(
            JsonNode value, @Nullable SchemaNode schema, boolean isObject, FieldPath path) {
        switch (value) {
            case ObjectNode object -> pruneFields(object, schema, isObject, path);
            case ArrayNode array -> {
                var items = schema == null ? null : schema.items();
                if (items == null && schema != null && schema.preserveUnknownFields()) {
                    return;
                }
                for (int i = 0; i < array.size(); i++) {
                    pruneChild(array.get(i), items, path.index(i));
                }
            }
            default -> {}
        }
    }

    private void pruneFields(
            ObjectNode object, @Nullable SchemaNode schema, boolean isObject, FieldPath path) {
        var unknown = new ArrayList<String>(0);
        for (var field : object.properties()) {
            var name = field.getKey();
            if (isObject && OBJECT_FIELDS.contains(name)) {
                continue;
            }
            var child = schema == null ? null : schema.property(name);
            if (child != null) {
                if (field.getValue().isContainerNode()) {
                    pruneChild(field.getValue(), child, path.child(name));
                }
            } else if (schema == null || !schema.preserveUnknownFields()) {
                unknown.add(name);
                removed.add(path.child(name).toString());
            }
        }
        object.remove(unknown);
    }

    private void pruneChild(JsonNode value, @Nullable SchemaNode schema, FieldPath path) {
        prune(value, schema, schema != null && schema.embeddedResource(), path);
    }
}
