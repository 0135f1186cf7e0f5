package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.schema.SchemaFieldPath;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;

/// What the versions of a CustomResourceDefinition must look like.
///
/// Kubernetes takes what all versions say alike for a part of the whole definition, and calls it so
/// in its messages: `spec.validation` instead of `spec.versions[0].schema`.
final class CrdVersionRules {

    private static final List<String> SELECTABLE = List.of("string", "boolean", "integer");
    private static final int MOST_SELECTABLE = 8;

    private final SchemaCompiler schemas;

    CrdVersionRules(SchemaCompiler schemas) {
        this.schemas = schemas;
    }

    /// A part of a version that may be the same in all of them.
    private interface Part {
        void check(JsonNode part, JsonNode version, String path, List<FieldError> errors);
    }

    /// @param field of a version
    /// @param shared how the field of the whole definition is called
    private record NamedPart(String field, String shared, Part rules) {}

    private List<NamedPart> parts(JsonNode spec, JsonNode oldSpec) {
        return List.of(
                new NamedPart(
                        "schema",
                        "validation",
                        (part, version, path, errors) -> {
                            var accepted = hasSchemaOf(version, oldSpec);
                            schema(part, hasStatus(spec, part), accepted, path, errors);
                        }),
                new NamedPart(
                        "subresources",
                        "subresources",
                        (part, _, path, errors) ->
                                CrdPaths.scale(part.path("scale"), path, errors)),
                new NamedPart(
                        "additionalPrinterColumns",
                        "additionalPrinterColumns",
                        (part, _, path, errors) -> CrdPaths.columns(part, path, errors)),
                new NamedPart(
                        "selectableFields", "selectableFields", CrdVersionRules::selectableFields));
    }

    /// What every version says for itself.
    ///
    /// @param oldSpec of the definition that is replaced, or missing
    void validateEach(JsonNode spec, JsonNode oldSpec, List<FieldError> errors) {
        var versions = spec.path("versions");
        for (int i = 0; i < versions.size(); i++) {
            if (!schemaOf(versions.get(i)).isObject()) {
                errors.add(
                        FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", ""));
            }
        }
        var parts = parts(spec, oldSpec);
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var path = "spec.versions[" + i + "]";
            var name = version.path("name").asText();
            var problems = Names.dns1035Label(name);
            if (!problems.isEmpty()) {
                errors.add(FieldError.invalid(path + ".name", name, String.join(",", problems)));
            }
            deprecationWarning(version, path + ".deprecationWarning", errors);
            for (var part : parts) {
                if (!isShared(versions, part.field())) {
                    part.rules()
                            .check(
                                    version.path(part.field()),
                                    version,
                                    path + "." + part.field(),
                                    errors);
                }
            }
        }
    }

    /// What all versions say alike.
    void validateShared(JsonNode spec, JsonNode oldSpec, List<FieldError> errors) {
        var versions = spec.path("versions");
        for (var part : parts(spec, oldSpec)) {
            if (!versions.isEmpty() && isShared(versions, part.field())) {
                var first = versions.get(0);
                part.rules()
                        .check(first.path(part.field()), first, "spec." + part.shared(), errors);
            }
        }
    }

    private static boolean isShared(JsonNode versions, String field) {
        var first = versions.path(0).path(field);
        for (var each : versions) {
            if (!each.path(field).equals(first)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode schemaOf(JsonNode version) {
        return version.path("schema").path("openAPIV3Schema");
    }

    private static boolean hasSchemaOf(JsonNode version, JsonNode oldSpec) {
        return oldSpec.path("versions")
                .valueStream()
                .filter(each -> each.path("name").equals(version.path("name")))
                .anyMatch(each -> each.path("schema").equals(version.path("schema")));
    }

    /// Whether a schema is for objects with a status of their own.
    private static boolean hasStatus(JsonNode spec, JsonNode schema) {
        for (var each : spec.path("versions")) {
            if (each.path("schema").equals(schema)
                    && each.path("subresources").path("status").isObject()) {
                return true;
            }
        }
        return false;
    }

    /// @param accepted whether the version had this schema before
    private void schema(
            JsonNode part, boolean status, boolean accepted, String path, List<FieldError> errors) {
        var schema = part.path("openAPIV3Schema");
        if (!schema.isObject()) {
            return;
        }
        var at = path + ".openAPIV3Schema";
        CrdRootRules.check(schema, status, at, errors);
        errors.addAll(schemas.check(schema, at, accepted));
    }

    private static void deprecationWarning(
            JsonNode version, String field, List<FieldError> errors) {
        if (!version.path("deprecationWarning").isTextual()) {
            return;
        }
        var warning = version.path("deprecationWarning").asText();
        if (!version.path("deprecated").asBoolean()) {
            errors.add(
                    FieldError.invalid(field, warning, "can only be set for deprecated versions"));
            return;
        }
        if (CrdText.bytes(warning) > 256) {
            errors.add(FieldError.invalid(field, warning, "must be <= 256 characters long"));
        }
        if (warning.isEmpty()) {
            errors.add(FieldError.invalid(field, warning, "must not be an empty string"));
        }
        int unprintable = CrdText.firstUnprintable(warning);
        if (unprintable >= 0) {
            errors.add(
                    FieldError.invalid(
                            field,
                            warning,
                            "must only contain printable UTF-8 characters; non-printable character"
                                    + " found at index "
                                    + unprintable));
        }
    }

    /// KEP-4358.
    private static void selectableFields(
            JsonNode fields, JsonNode version, String path, List<FieldError> errors) {
        var schema = schemaOf(version);
        var seen = new HashSet<List<String>>();
        for (int i = 0; i < fields.size(); i++) {
            var field = path + "[" + i + "].jsonPath";
            var written = fields.get(i).path("jsonPath").asText();
            if (written.isEmpty()) {
                errors.add(FieldError.required(field, ""));
                continue;
            }
            SchemaFieldPath found;
            try {
                found = SchemaFieldPath.find(written, schema, false);
            } catch (IllegalArgumentException e) {
                errors.add(
                        FieldError.invalid(
                                field, written, "is an invalid path: " + e.getMessage()));
                continue;
            }
            if (found.names().getFirst().equals("metadata")) {
                errors.add(
                        FieldError.invalid(field, written, "must not point to fields in metadata"));
            }
            if (!SELECTABLE.contains(found.schema().path("type").asText())) {
                errors.add(
                        FieldError.invalid(
                                field,
                                written,
                                "must point to a field of type string, boolean or integer. Enum"
                                        + " string fields and strings with formats are allowed."));
            }
            if (!seen.add(found.names())) {
                errors.add(FieldError.duplicate(field, written));
            }
        }
        if (seen.size() > MOST_SELECTABLE) {
            errors.add(FieldError.tooMany(path, seen.size(), MOST_SELECTABLE));
        }
    }
}
