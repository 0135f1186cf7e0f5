package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Takes fields and list items out of a value.
final class Removal {

    private Removal() {}

    /// `value` without the paths in `removed`, in a tree that shares parts with it.
    static JsonNode remove(MergeSchema schema, JsonNode value, FieldSet removed) {
        if (removed.isEmpty()) {
            return value;
        }
        return switch (schema.shape(value)) {
            case SCALAR -> value;
            case LIST -> schema.isAtomicList() ? value : removeItems(schema, value, removed);
            case MAP -> schema.isAtomicMap() ? value : removeFields(schema, value, removed);
        };
    }

    private static JsonNode removeFields(MergeSchema schema, JsonNode map, FieldSet removed) {
        var kept = JsonNodeFactory.instance.objectNode();
        for (var field : map.properties()) {
            var element = new PathElement.Field(field.getKey());
            if (!removed.contains(element)) {
                kept.set(
                        field.getKey(),
                        remove(
                                schema.field(field.getKey()),
                                field.getValue(),
                                removed.below(element)));
            }
        }
        return kept;
    }

    private static JsonNode removeItems(MergeSchema schema, JsonNode list, FieldSet removed) {
        var kept = JsonNodeFactory.instance.arrayNode();
        for (var item : list) {
            var element = schema.element(item);
            if (!removed.contains(element)) {
                kept.add(remove(schema.items(), item, removed.below(element)));
            }
        }
        return kept;
    }
}
