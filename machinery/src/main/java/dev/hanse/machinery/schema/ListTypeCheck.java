package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.status.FieldError;
import java.util.HashMap;
import java.util.List;

/// Lists of type `set` have no equal items, lists of type `map` no two items with the same keys.
final class ListTypeCheck {

    private ListTypeCheck() {}

    static void check(JsonNode value, SchemaNode schema, FieldPath path, Report report) {
        if (value.isObject()) {
            for (var field : value.properties()) {
                var name = field.getKey();
                var listed = schema.properties().get(name);
                if (listed != null) {
                    check(field.getValue(), listed, path.child(name), report);
                } else if (schema.additionalProperties() != null) {
                    check(field.getValue(), schema.additionalProperties(), path.key(name), report);
                }
            }
        } else if (value.isArray()) {
            switch (schema.listType()) {
                case "set" -> checkUnique(List.copyOf(value.valueStream().toList()), path, report);
                case "map" -> checkMap(value, schema, path, report);
                default -> {}
            }
            if (schema.items() != null) {
                for (int i = 0; i < value.size(); i++) {
                    check(value.get(i), schema.items(), path.index(i), report);
                }
            }
        }
    }

    private static void checkMap(JsonNode list, SchemaNode schema, FieldPath path, Report report) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject() && !list.get(i).isNull()) {
                report.add(
                        FieldError.invalid(
                                path.index(i).field(),
                                list.get(i),
                                "must be an object for an array of list-type map"));
                return;
            }
        }
        checkUnique(
                list.valueStream().map(each -> key(each, schema.listMapKeys())).toList(),
                path,
                report);
    }

    /// In the order in which Go shows a map.
    private static JsonNode key(JsonNode item, List<String> names) {
        var key = JsonNodeFactory.instance.objectNode();
        for (var name : names.stream().sorted().toList()) {
            if (item.has(name)) {
                key.set(name, item.get(name));
            }
        }
        return key;
    }

    /// Says each duplicated value once, at its second occurrence.
    private static void checkUnique(List<JsonNode> values, FieldPath path, Report report) {
        var times = new HashMap<JsonNode, Integer>();
        for (int i = 0; i < values.size(); i++) {
            if (times.merge(values.get(i), 1, Integer::sum) == 2) {
                report.add(FieldError.duplicate(path.index(i).field(), values.get(i)));
            }
        }
    }
}
