package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;

/// An embedded resource names its kind, and its metadata is an object.
final class EmbeddedResourceCheck {

    private EmbeddedResourceCheck() {}

    static void check(JsonNode value, SchemaNode schema, FieldPath path, Report report) {
        if (value.isObject()) {
            if (schema.embeddedResource()) {
                checkNamed(value, "apiVersion", path, report);
                checkNamed(value, "kind", path, report);
                checkMetadata(value.path("metadata"), path.child("metadata"), report);
            }
            for (var field : value.properties()) {
                var name = field.getKey();
                var listed = schema.properties().get(name);
                if (listed != null) {
                    check(field.getValue(), listed, path.child(name), report);
                } else if (schema.additionalProperties() != null) {
                    check(field.getValue(), schema.additionalProperties(), path.key(name), report);
                }
            }
        } else if (value.isArray() && schema.items() != null) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), schema.items(), path.index(i), report);
            }
        }
    }

    private static void checkNamed(JsonNode value, String field, FieldPath path, Report report) {
        if (value.path(field).asText().isEmpty()) {
            report.add(FieldError.required(path.child(field).field(), "must not be empty"));
        }
    }

    private static void checkMetadata(JsonNode metadata, FieldPath path, Report report) {
        if (!metadata.isMissingNode() && !metadata.isObject()) {
            report.add(FieldError.invalid(path.field(), metadata, "must be an object"));
        }
    }
}
