package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/// What the root of a schema may say. With a status subresource little, because the schema of the
/// status must mean the same when it stands alone.
final class CrdRootRules {

    private static final List<String> WITH_STATUS =
            List.of(
                    "description",
                    "type",
                    "format",
                    "title",
                    "maximum",
                    "exclusiveMaximum",
                    "minimum",
                    "exclusiveMinimum",
                    "maxLength",
                    "minLength",
                    "pattern",
                    "maxItems",
                    "minItems",
                    "uniqueItems",
                    "multipleOf",
                    "required",
                    "items",
                    "properties",
                    "externalDocs",
                    "example",
                    "x-kubernetes-preserve-unknown-fields",
                    "x-kubernetes-validations");

    private CrdRootRules() {}

    static void check(JsonNode schema, boolean status, String path, List<FieldError> errors) {
        if (status) {
            withStatus(schema, path, errors);
        }
        if (schema.path("nullable").asBoolean()) {
            errors.add(
                    FieldError.forbidden(
                            path + ".nullable", "nullable cannot be true at the root"));
        }
    }

    private static void withStatus(JsonNode schema, String path, List<FieldError> errors) {
        var type = schema.path("type").asText();
        if (!type.isEmpty() && !type.equals("object")) {
            errors.add(
                    FieldError.invalid(
                            path + ".type",
                            type,
                            "only \"object\" is allowed as the type at the root of the schema if"
                                    + " the status subresource is enabled"));
            return;
        }
        for (var each : schema.properties()) {
            if (!WITH_STATUS.contains(each.getKey()) && isSet(each.getValue())) {
                errors.add(
                        FieldError.invalid(
                                path,
                                each.getKey(),
                                "only ["
                                        + WITH_STATUS.stream()
                                                .map(CrdRootRules::goName)
                                                .collect(Collectors.joining(" "))
                                        + "] fields are allowed at the root of the schema if the"
                                        + " status subresource is enabled"));
                return;
            }
        }
    }

    /// Kubernetes lists the fields of a Go type.
    private static String goName(String field) {
        return switch (field) {
            case "x-kubernetes-preserve-unknown-fields" -> "XPreserveUnknownFields";
            case "x-kubernetes-validations" -> "XValidations";
            default -> Character.toUpperCase(field.charAt(0)) + field.substring(1);
        };
    }

    private static boolean isSet(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() : !value.isNull();
    }
}
