package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// The JSON paths of a version: those of its scale subresource and of its printer columns.
final class CrdPaths {

    private static final List<String> COLUMN_TYPES =
            List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of(
                    "binary",
                    "bool",
                    "byte",
                    "date",
                    "datetime",
                    "double",
                    "float",
                    "int32",
                    "int64",
                    "name",
                    "password");

    private CrdPaths() {}

    static void scale(JsonNode scale, String path, List<FieldError> errors) {
        if (!scale.isObject()) {
            return;
        }
        replicas(scale, "specReplicasPath", ".spec", path, errors);
        replicas(scale, "statusReplicasPath", ".status", path, errors);
        var selector = scale.path("labelSelectorPath").asText();
        var at = path + ".scale.labelSelectorPath";
        if (!selector.isEmpty()
                && isSimple(selector, at, errors)
                && !selector.startsWith(".spec.")
                && !selector.startsWith(".status.")) {
            errors.add(
                    FieldError.invalid(
                            at, selector, "should be a json path under either .spec or .status"));
        }
    }

    private static void replicas(
            JsonNode scale, String field, String below, String path, List<FieldError> errors) {
        var value = scale.path(field).asText();
        var at = path + ".scale." + field;
        if (value.isEmpty()) {
            errors.add(FieldError.required(at, ""));
        } else if (isSimple(value, at, errors) && !value.startsWith(below + ".")) {
            errors.add(FieldError.invalid(at, value, "should be a json path under " + below));
        }
    }

    static void columns(JsonNode columns, String path, List<FieldError> errors) {
        int i = 0;
        for (var each : columns) {
            column(each, path + "[" + i++ + "]", errors);
        }
    }

    private static void column(JsonNode column, String path, List<FieldError> errors) {
        if (column.path("name").asText().isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        var type = column.path("type").asText();
        var types = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            errors.add(FieldError.required(path + ".type", types));
        } else if (!COLUMN_TYPES.contains(type)) {
            errors.add(FieldError.invalid(path + ".type", type, types));
        }
        var format = column.path("format").asText();
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
            errors.add(
                    FieldError.invalid(
                            path + ".format",
                            format,
                            "must be one of " + String.join(",", COLUMN_FORMATS)));
        }
        // What follows the first dot is not judged: columns that cannot be read are not shown.
        var jsonPath = column.path("jsonPath").asText();
        if (jsonPath.isEmpty()) {
            errors.add(FieldError.required(path + ".JSONPath", ""));
        } else {
            isSimple(jsonPath, path + ".JSONPath", errors);
        }
    }

    private static boolean isSimple(String path, String field, List<FieldError> errors) {
        if (path.startsWith(".")) {
            return true;
        }
        errors.add(FieldError.invalid(field, path, "must be a simple json path starting with ."));
        return false;
    }
}
