package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import dev.hanse.machinery.format.GoPattern;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What makes a schema structural: types everywhere, structure outside of the logical junctors,
/// value validations inside of them, and metadata left alone.
///
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema>
final class StructuralInvariants {

    private enum Level {
        ROOT("must not be empty at the root"),
        ITEM("must not be empty for specified array items"),
        FIELD("must not be empty for specified object fields");

        private final String typeDemand;

        Level(String typeDemand) {
            this.typeDemand = typeDemand;
        }
    }

    private static final List<String> JUNCTORS = List.of("allOf", "anyOf", "oneOf");

    /// What would be structure inside of a junctor, and how Kubernetes says that it must be absent.
    private static final Map<String, String> FORBIDDEN_IN_JUNCTORS =
            Map.ofEntries(
                    Map.entry("type", "must be empty to be structural"),
                    Map.entry("additionalProperties", "must be undefined to be structural"),
                    Map.entry("default", "must be undefined to be structural"),
                    Map.entry("title", "must be empty to be structural"),
                    Map.entry("description", "must be empty to be structural"),
                    Map.entry("nullable", "must be false to be structural"),
                    Map.entry("externalDocs", "must be undefined to be structural"),
                    Map.entry(
                            "x-kubernetes-preserve-unknown-fields",
                            "must be false to be structural"),
                    Map.entry("x-kubernetes-embedded-resource", "must be false to be structural"),
                    Map.entry("x-kubernetes-int-or-string", "must be false to be structural"),
                    Map.entry("x-kubernetes-list-map-keys", "must be empty to be structural"),
                    Map.entry("x-kubernetes-list-type", "must be undefined to be structural"),
                    Map.entry("x-kubernetes-map-type", "must be undefined to be structural"),
                    Map.entry("x-kubernetes-validations", "must be empty to be structural"));

    private static final Set<String> RESTRICTABLE_METADATA = Set.of("name", "generateName");
    private static final Set<String> METADATA_SCHEMA_FIELDS =
            Set.of("type", "description", "properties");

    private final Report report;

    StructuralInvariants(Report report) {
        this.report = report;
    }

    void check(JsonNode schema, FieldPath path) {
        checkNode(schema, Level.ROOT, path);
    }

    private void checkNode(JsonNode schema, Level level, FieldPath path) {
        checkChildren(schema, level, path);
        checkType(schema, level, path);
        checkIntOrString(schema, path);
        checkMetadata(schema, level, path);
        if (flag(schema, "x-kubernetes-embedded-resource")) {
            checkEmbedded(schema, path);
        }
        checkPattern(schema, path);
        var intOrString = isIntOrStringChoice(schema.path("anyOf"));
        for (var junctor : JUNCTORS) {
            var branches = schema.path(junctor);
            for (int i = 0; i < branches.size(); i++) {
                if (!(intOrString && junctor.equals("anyOf"))) {
                    var at = path.child(junctor).index(i);
                    var skip = junctor.equals("allOf") && i == 0;
                    checkNested(branches.get(i), skip, at);
                    checkComplete(branches.get(i), schema, at, path);
                }
            }
        }
        if (schema.path("not").isObject()) {
            checkNested(schema.get("not"), false, path.child("not"));
            checkComplete(schema.get("not"), schema, path.child("not"), path);
        }
    }

    private void checkChildren(JsonNode schema, Level level, FieldPath path) {
        if (schema.path("type").asText().equals("array") && !schema.path("items").isObject()) {
            report.add(FieldError.required(path.child("items").field(), "must be specified"));
        }
        if (schema.path("items").isObject()) {
            checkNode(schema.get("items"), Level.ITEM, path.child("items"));
        }
        for (var each : schema.path("properties").properties()) {
            checkNode(each.getValue(), Level.FIELD, path.child("properties").key(each.getKey()));
        }
        if (schema.has("additionalProperties")) {
            var at = path.child("additionalProperties");
            if (level == Level.ROOT) {
                report.add(FieldError.forbidden(at.field(), "must not be used at the root"));
            }
            if (schema.get("additionalProperties").isObject()) {
                checkNode(schema.get("additionalProperties"), Level.FIELD, at);
            }
        }
    }

    private void checkType(JsonNode schema, Level level, FieldPath path) {
        var type = schema.path("type").asText();
        var at = path.child("type").field();
        if (flag(schema, "x-kubernetes-embedded-resource") && !type.equals("object")) {
            var demand = "must be object if x-kubernetes-embedded-resource is true";
            report.add(
                    type.isEmpty()
                            ? FieldError.required(at, demand)
                            : FieldError.invalid(at, type, demand));
        } else if (type.isEmpty()
                && !flag(schema, "x-kubernetes-int-or-string")
                && !flag(schema, "x-kubernetes-preserve-unknown-fields")) {
            report.add(FieldError.required(at, level.typeDemand));
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            report.add(FieldError.invalid(at, type, "must be object at the root"));
        }
    }

    private void checkIntOrString(JsonNode schema, FieldPath path) {
        if (!flag(schema, "x-kubernetes-int-or-string")) {
            return;
        }
        for (var other :
                List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
            if (flag(schema, other)) {
                report.add(
                        FieldError.invalid(
                                path.child(other).field(),
                                true,
                                "must be false if x-kubernetes-int-or-string is true"));
            }
        }
    }

    private void checkMetadata(JsonNode schema, Level level, FieldPath path) {
        if (level != Level.ROOT && !flag(schema, "x-kubernetes-embedded-resource")) {
            return;
        }
        var properties = schema.path("properties");
        for (var name : List.of("kind", "apiVersion")) {
            checkFieldType(properties, name, "string", path);
        }
        checkFieldType(properties, "metadata", "object", path);
        if (level == Level.ROOT && properties.has("metadata")) {
            var metadata = properties.get("metadata");
            var onlyNames =
                    metadata.propertyStream()
                                    .allMatch(
                                            each -> METADATA_SCHEMA_FIELDS.contains(each.getKey()))
                            && metadata.path("properties")
                                    .propertyStream()
                                    .allMatch(
                                            each -> RESTRICTABLE_METADATA.contains(each.getKey()));
            if (!onlyNames) {
                report.add(
                        FieldError.forbidden(
                                path.child("properties").key("metadata").field(),
                                "must not specify anything other than name and generateName, but"
                                        + " metadata is implicitly specified"));
            }
        }
    }

    private void checkFieldType(JsonNode properties, String name, String type, FieldPath path) {
        var actual = properties.path(name).path("type").asText();
        if (properties.has(name) && !actual.equals(type)) {
            report.add(
                    FieldError.invalid(
                            path.child("properties").key(name).child("type").field(),
                            actual,
                            "must be " + type));
        }
    }

    private void checkEmbedded(JsonNode schema, FieldPath path) {
        if (schema.has("additionalProperties")) {
            report.add(
                    FieldError.forbidden(
                            path.child("additionalProperties").field(),
                            "must not be used if x-kubernetes-embedded-resource is set"));
        }
        if (!flag(schema, "x-kubernetes-preserve-unknown-fields")
                && schema.path("properties").isEmpty()) {
            report.add(
                    FieldError.required(
                            path.child("properties").field(),
                            "must not be empty if x-kubernetes-embedded-resource is true without"
                                    + " x-kubernetes-preserve-unknown-fields"));
        }
    }

    /// Inside of a junctor values are judged, nothing is described.
    ///
    /// @param mayChooseIntOrString whether an `anyOf` of integer and string is tolerated here
    private void checkNested(JsonNode schema, boolean mayChooseIntOrString, FieldPath path) {
        checkPattern(schema, path);
        for (var junctor : JUNCTORS) {
            var branches = schema.path(junctor);
            var tolerated =
                    mayChooseIntOrString
                            && junctor.equals("anyOf")
                            && isIntOrStringChoice(branches);
            for (int i = 0; i < branches.size() && !tolerated; i++) {
                checkNested(branches.get(i), false, path.child(junctor).index(i));
            }
        }
        if (schema.path("not").isObject()) {
            checkNested(schema.get("not"), false, path.child("not"));
        }
        if (schema.path("items").isObject()) {
            checkNested(schema.get("items"), false, path.child("items"));
        }
        for (var each : schema.path("properties").properties()) {
            checkNested(each.getValue(), false, path.child("properties").key(each.getKey()));
        }
        for (var each : schema.properties()) {
            var demand = FORBIDDEN_IN_JUNCTORS.get(each.getKey());
            if (demand != null && isSet(each.getValue())) {
                report.add(FieldError.forbidden(path.child(each.getKey()).field(), demand));
            }
        }
        if (schema.path("properties").has("metadata")) {
            report.add(
                    FieldError.forbidden(
                            path.child("properties").key("metadata").field(),
                            "must not be specified in a nested context"));
        }
    }

    /// What a junctor talks about must be described outside of it.
    private void checkComplete(
            JsonNode nested, JsonNode described, FieldPath nestedPath, FieldPath path) {
        for (var each : nested.path("properties").properties()) {
            var at = nestedPath.child("properties").key(each.getKey());
            var outside = path.child("properties").key(each.getKey());
            var counterpart = described.path("properties").path(each.getKey());
            if (counterpart.isMissingNode()) {
                report.add(FieldError.required(outside.field(), "because it is defined in " + at));
            } else {
                checkComplete(each.getValue(), counterpart, at, outside);
            }
        }
        if (nested.path("items").isObject()) {
            var at = nestedPath.child("items");
            var outside = path.child("items");
            if (!described.path("items").isObject()) {
                report.add(FieldError.required(outside.field(), "because it is defined in " + at));
            } else {
                checkComplete(nested.get("items"), described.get("items"), at, outside);
            }
        }
        for (var junctor : JUNCTORS) {
            var branches = nested.path(junctor);
            for (int i = 0; i < branches.size(); i++) {
                checkComplete(branches.get(i), described, nestedPath.child(junctor).index(i), path);
            }
        }
        if (nested.path("not").isObject()) {
            checkComplete(nested.get("not"), described, nestedPath.child("not"), path);
        }
    }

    private void checkPattern(JsonNode schema, FieldPath path) {
        var pattern = schema.path("pattern").asText();
        try {
            var _ = GoPattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            report.add(
                    FieldError.invalid(
                            path.child("pattern").field(),
                            pattern,
                            "must be a valid regular expression, but isn't: " + e.getMessage()));
        }
    }

    private static boolean isIntOrStringChoice(JsonNode anyOf) {
        return anyOf.size() == 2
                && isOnlyType(anyOf.get(0), "integer")
                && isOnlyType(anyOf.get(1), "string");
    }

    private static boolean isOnlyType(JsonNode schema, String type) {
        return schema.size() == 1 && schema.path("type").asText().equals(type);
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case STRING -> !value.textValue().isEmpty();
            case ARRAY -> !value.isEmpty();
            case NULL, MISSING -> false;
            case BINARY, NUMBER, OBJECT, POJO -> true;
        };
    }

    private static boolean flag(JsonNode schema, String name) {
        return schema.path(name).asBoolean();
    }
}
