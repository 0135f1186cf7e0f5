package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.schema.JsonPath;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;

/// What one version of a CustomResourceDefinition must look like.
final class CrdVersionRules {

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

    private final SchemaCompiler schemas;

    CrdVersionRules(SchemaCompiler schemas) {
        this.schemas = schemas;
    }

    /// @param accepted whether the version had this schema before
    void validate(JsonNode version, boolean accepted, String path, List<FieldError> errors) {
        var name = version.path("name").asText();
        var problems = Names.dns1035Label(name);
        if (!problems.isEmpty()) {
            errors.add(FieldError.invalid(path + ".name", name, String.join(",", problems)));
        }
        var warning = version.path("deprecationWarning");
        if (warning.isTextual()) {
            deprecationWarning(version, warning.asText(), path, errors);
        }
        var schema = version.path("schema").path("openAPIV3Schema");
        if (!schema.isObject()) {
            errors.add(
                    FieldError.required(path + ".schema.openAPIV3Schema", "schemas are required"));
        } else {
            errors.addAll(schemas.check(schema, path + ".schema.openAPIV3Schema", accepted));
        }
        scale(version.path("subresources").path("scale"), path + ".subresources.scale", errors);
        int i = 0;
        for (var each : version.path("additionalPrinterColumns")) {
            column(each, path + ".additionalPrinterColumns[" + i++ + "]", errors);
        }
        selectableFields(version.path("selectableFields"), path + ".selectableFields", errors);
    }

    private static void deprecationWarning(
            JsonNode version, String warning, String path, List<FieldError> errors) {
        var field = path + ".deprecationWarning";
        if (!version.path("deprecated").asBoolean()) {
            errors.add(
                    FieldError.invalid(field, warning, "can only be set for deprecated versions"));
        }
        if (warning.isEmpty()) {
            errors.add(FieldError.invalid(field, warning, "must not be an empty string"));
        } else if (warning.length() > 256) {
            errors.add(FieldError.tooLong(field, 256));
        } else if (warning.chars().anyMatch(each -> each < ' ' || each == 127)) {
            errors.add(
                    FieldError.invalid(
                            field,
                            warning,
                            "must only contain printable UTF-8 characters; non-printable characters"
                                    + " are not allowed"));
        }
    }

    private static void scale(JsonNode scale, String path, List<FieldError> errors) {
        if (!scale.isObject()) {
            return;
        }
        scalePath(scale, path, "specReplicasPath", List.of(".spec."), true, errors);
        scalePath(scale, path, "statusReplicasPath", List.of(".status."), true, errors);
        scalePath(scale, path, "labelSelectorPath", List.of(".spec.", ".status."), false, errors);
    }

    private static void scalePath(
            JsonNode scale,
            String path,
            String field,
            List<String> below,
            boolean required,
            List<FieldError> errors) {
        var value = scale.path(field).asText();
        if (value.isEmpty()) {
            if (required) {
                errors.add(FieldError.required(path + "." + field, ""));
            }
            return;
        }
        simplePath(value, path + "." + field, errors);
        if (below.stream().noneMatch(value::startsWith)) {
            errors.add(
                    FieldError.invalid(
                            path + "." + field,
                            value,
                            "should be a json path under "
                                    + String.join(
                                            " or ",
                                            below.stream()
                                                    .map(
                                                            each ->
                                                                    each.substring(
                                                                            0, each.length() - 1))
                                                    .toList())));
        }
    }

    private static void column(JsonNode column, String path, List<FieldError> errors) {
        if (column.path("name").asText().isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        var type = column.path("type").asText();
        if (type.isEmpty()) {
            errors.add(
                    FieldError.required(
                            path + ".type", "must be one of " + String.join(",", COLUMN_TYPES)));
        } else if (!COLUMN_TYPES.contains(type)) {
            errors.add(
                    FieldError.invalid(
                            path + ".type",
                            type,
                            "must be one of " + String.join(",", COLUMN_TYPES)));
        }
        var format = column.path("format").asText();
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
            errors.add(
                    FieldError.invalid(
                            path + ".format",
                            format,
                            "must be one of " + String.join(",", COLUMN_FORMATS)));
        }
        var jsonPath = column.path("jsonPath").asText();
        if (jsonPath.isEmpty()) {
            errors.add(FieldError.required(path + ".jsonPath", ""));
            return;
        }
        try {
            JsonPath.parse(jsonPath);
        } catch (IllegalArgumentException e) {
            errors.add(
                    FieldError.invalid(
                            path + ".jsonPath", jsonPath, "is invalid: " + e.getMessage()));
        }
    }

    private static void selectableFields(JsonNode fields, String path, List<FieldError> errors) {
        var seen = new HashSet<String>();
        for (int i = 0; i < fields.size(); i++) {
            var field = path + "[" + i + "].jsonPath";
            var value = fields.get(i).path("jsonPath").asText();
            if (value.isEmpty()) {
                errors.add(FieldError.required(field, ""));
                continue;
            }
            simplePath(value, field, errors);
            if (value.startsWith(".metadata.")) {
                errors.add(
                        FieldError.invalid(field, value, "must not point to fields in metadata"));
            }
            if (!seen.add(value)) {
                errors.add(FieldError.duplicate(field, value));
            }
        }
    }

    /// A path of plain fields, without list items, wildcards or filters.
    private static void simplePath(String value, String field, List<FieldError> errors) {
        if (!value.matches("(\\.[^.\\[\\]*?@$]+)+")) {
            errors.add(
                    FieldError.invalid(
                            field, value, "must be a simple json path without array notation"));
        }
    }
}
