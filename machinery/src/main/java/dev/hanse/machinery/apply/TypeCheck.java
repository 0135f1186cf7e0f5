package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/// Whether a value has the structure its schema says, as server-side apply needs it: types,
/// declared fields, keys of list items. Messages are those of structured-merge-diff.
final class TypeCheck {

    private final Deque<String> path = new ArrayDeque<>();
    private final List<String> errors = new ArrayList<>();

    private TypeCheck() {}

    /// What is wrong with `value`; empty when nothing is.
    static List<String> errors(MergeSchema schema, JsonNode value) {
        var check = new TypeCheck();
        check.check(schema, value);
        return check.errors;
    }

    private void check(MergeSchema schema, JsonNode value) {
        var node = schema.node();
        var type = node == null || node.intOrString() ? "" : node.type();
        boolean fits =
                value.isNull()
                        || switch (type) {
                            case "string" -> value.isTextual();
                            case "boolean" -> value.isBoolean();
                            case "integer", "number" -> value.isNumber();
                            case "array" -> value.isArray();
                            case "object" -> value.isObject();
                            default -> true;
                        };
        if (!fits) {
            wrong("expected " + words(type) + ", got " + shown(type, value));
        } else if (value.isObject()) {
            checkMap(schema, value);
        } else if (value.isArray()) {
            checkList(schema, value);
        }
    }

    private void checkMap(MergeSchema schema, JsonNode map) {
        for (var field : map.properties()) {
            var name = field.getKey();
            path.addLast("." + name);
            if (schema.isClosed() && !schema.declares(name)) {
                wrong("field not declared in schema");
            } else {
                check(schema.field(name), field.getValue());
            }
            path.removeLast();
        }
    }

    private void checkList(MergeSchema schema, JsonNode list) {
        var seen = new TreeSet<PathElement>();
        for (int i = 0; i < list.size(); i++) {
            var item = list.get(i);
            var step = "[" + i + "]";
            if (!schema.isAtomicList()) {
                try {
                    var element = schema.element(item);
                    step = element.toString();
                    if (!seen.add(element)) {
                        wrong("duplicate entries for key " + element);
                    }
                } catch (UntypedValueException e) {
                    wrong("element " + i + ": " + e.getMessage());
                    continue;
                }
            }
            path.addLast(step);
            check(schema.items(), item);
            path.removeLast();
        }
    }

    private void wrong(String what) {
        var where = String.join("", path);
        errors.add(where.isEmpty() ? what : where + ": " + what);
    }

    private static String words(String type) {
        return switch (type) {
            case "integer", "number" -> "numeric (int or float)";
            case "array" -> "list";
            case "object" -> "map";
            default -> type;
        };
    }

    /// Kubernetes shows the value where it wants a map or list, the Go type where it wants a
    /// scalar.
    private static String shown(String type, JsonNode value) {
        if (type.equals("array") || type.equals("object")) {
            return "&{" + value.asText(value.toString()) + "}";
        }
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case ARRAY -> "[]interface {}";
            case OBJECT -> "map[string]interface {}";
            case NULL, MISSING, BINARY, POJO -> "nil";
        };
    }
}
