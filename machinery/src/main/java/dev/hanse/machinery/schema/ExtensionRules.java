package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which parts of OpenAPI a schema may use, and how the `x-kubernetes-*` extensions must fit
/// together.
final class ExtensionRules {

    private static final List<String> TYPES =
            List.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> LIST_TYPES = List.of("atomic", "set", "map");
    private static final List<String> REASONS =
            List.of(
                    "FieldValueDuplicate",
                    "FieldValueForbidden",
                    "FieldValueInvalid",
                    "FieldValueRequired");
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");
    private static final Map<String, String> UNSUPPORTED =
            Map.of(
                    "id", "id is not supported",
                    "additionalItems", "additionalItems is not supported",
                    "patternProperties", "patternProperties is not supported",
                    "definitions", "definitions is not supported",
                    "dependencies", "dependencies is not supported",
                    "$ref", "$ref is not supported");

    private final Report report;

    ExtensionRules(Report report) {
        this.report = report;
    }

    void check(JsonNode schema, FieldPath path) {
        check(schema, Place.ROOT, path);
    }

    /// Where in a schema a node is.
    ///
    /// @param inMetadata whether it describes the metadata, kind or version of an object, of the
    ///   whole one or of an embedded one
    /// @param noDefaults why defaults are forbidden, or null when they are not
    private record Place(boolean isRoot, boolean inMetadata, @Nullable String noDefaults) {

        static final Place ROOT = new Place(true, false, null);

        Place property(String name, boolean ofEmbedded) {
            if (!OBJECT_FIELDS.contains(name) || !(isRoot || ofEmbedded)) {
                return inside();
            }
            return new Place(
                    false, true, isRoot ? "must not be set in top-level " + name : noDefaults);
        }

        Place mapValue() {
            return inMetadata
                    ? new Place(
                            false,
                            true,
                            "must not be set inside additionalProperties applying to object"
                                    + " metadata")
                    : inside();
        }

        Place inside() {
            return new Place(false, inMetadata, noDefaults);
        }
    }

    private void check(JsonNode schema, Place place, FieldPath path) {
        checkConstructs(schema, place.noDefaults(), path);
        boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
        if (embedded && place.inMetadata()) {
            forbid(
                    path.child("x-kubernetes-embedded-resource"),
                    "must not be used inside of resource meta");
        }
        checkMapType(schema, path);
        checkListType(schema, path);
        checkRules(schema, path);
        for (var each : schema.path("properties").properties()) {
            check(
                    each.getValue(),
                    place.property(each.getKey(), embedded),
                    path.child("properties").key(each.getKey()));
        }
        if (schema.path("additionalProperties").isObject()) {
            check(
                    schema.get("additionalProperties"),
                    place.mapValue(),
                    path.child("additionalProperties"));
        }
        for (var name : List.of("items", "not")) {
            if (schema.path(name).isObject()) {
                check(schema.get(name), place.inside(), path.child(name));
            }
        }
        for (var name : List.of("allOf", "anyOf", "oneOf")) {
            for (int i = 0; i < schema.path(name).size(); i++) {
                check(schema.get(name).get(i), place.inside(), path.child(name).index(i));
            }
        }
    }

    private void checkConstructs(JsonNode schema, @Nullable String noDefaults, FieldPath path) {
        var type = schema.path("type").asText();
        if (type.equals("null")) {
            forbid(
                    path.child("type"),
                    "type cannot be set to null, use nullable as an alternative");
        } else if (!type.isEmpty() && !TYPES.contains(type)) {
            report.add(FieldError.notSupported(path.child("type").field(), type, TYPES));
        }
        if (schema.has("default") && noDefaults != null) {
            forbid(path.child("default"), noDefaults);
        }
        for (var each : schema.properties()) {
            var problem = UNSUPPORTED.get(each.getKey());
            if (problem != null) {
                forbid(path.child(each.getKey()), problem);
            }
        }
        if (schema.path("items").isArray()) {
            forbid(path.child("items"), "items must be a schema object and not an array");
        }
        if (schema.path("uniqueItems").asBoolean()) {
            forbid(
                    path.child("uniqueItems"),
                    "uniqueItems cannot be set to true since the runtime complexity becomes"
                            + " quadratic");
        }
        var additional = schema.path("additionalProperties");
        if (!schema.path("properties").isEmpty()
                && (additional.isObject() || (additional.isBoolean() && !additional.asBoolean()))) {
            forbid(
                    path.child("additionalProperties"),
                    "additionalProperties and properties are mutual exclusive");
        }
        var preserve = schema.path("x-kubernetes-preserve-unknown-fields");
        if (preserve.isBoolean() && !preserve.asBoolean()) {
            report.add(
                    FieldError.invalid(
                            path.child("x-kubernetes-preserve-unknown-fields").field(),
                            false,
                            "must be true or undefined"));
        }
    }

    private void checkMapType(JsonNode schema, FieldPath path) {
        if (!schema.has("x-kubernetes-map-type")) {
            return;
        }
        demandType(schema, "object", "x-kubernetes-map-type", path);
        var mapType = schema.path("x-kubernetes-map-type").asText();
        var known = List.of("atomic", "granular");
        if (!known.contains(mapType)) {
            report.add(
                    FieldError.notSupported(
                            path.child("x-kubernetes-map-type").field(), mapType, known));
        }
    }

    private void checkListType(JsonNode schema, FieldPath path) {
        var listType = schema.path("x-kubernetes-list-type").asText();
        var at = path.child("x-kubernetes-list-type").field();
        if (!schema.path("x-kubernetes-list-map-keys").isEmpty() && !listType.equals("map")) {
            var demand = "must be map if x-kubernetes-list-map-keys is non-empty";
            report.add(
                    listType.isEmpty()
                            ? FieldError.required(at, demand)
                            : FieldError.invalid(at, listType, demand));
        }
        if (listType.isEmpty()) {
            return;
        }
        demandType(schema, "array", "x-kubernetes-list-type", path);
        if (!LIST_TYPES.contains(listType)) {
            report.add(FieldError.notSupported(at, listType, LIST_TYPES));
        }
        if (!listType.equals("atomic") && schema.path("items").path("nullable").asBoolean()) {
            forbid(
                    path.child("items").child("nullable"),
                    "cannot be nullable when x-kubernetes-list-type is " + listType);
        }
        switch (listType) {
            case "set" -> checkSetItems(schema.path("items"), path.child("items"));
            case "map" -> checkMapItems(schema, path);
            default -> {}
        }
    }

    private void checkSetItems(JsonNode items, FieldPath path) {
        var type = items.path("type").asText();
        var listType = items.path("x-kubernetes-list-type").asText("atomic");
        var mapType = items.path("x-kubernetes-map-type").asText("granular");
        var demand = "must be atomic as item of a list with x-kubernetes-list-type=set";
        if (type.equals("array") && !listType.equals("atomic")) {
            report.add(
                    FieldError.invalid(
                            path.child("x-kubernetes-list-type").field(), listType, demand));
        }
        if (type.equals("object") && !mapType.equals("atomic")) {
            report.add(
                    FieldError.invalid(
                            path.child("x-kubernetes-map-type").field(), mapType, demand));
        }
    }

    private void checkMapItems(JsonNode schema, FieldPath path) {
        var keys = schema.path("x-kubernetes-list-map-keys");
        var items = schema.path("items");
        if (keys.isEmpty()) {
            report.add(
                    FieldError.required(
                            path.child("x-kubernetes-list-map-keys").field(),
                            "must not be empty if x-kubernetes-list-type is map"));
        }
        if (items.isMissingNode()) {
            report.add(
                    FieldError.required(
                            path.child("items").field(),
                            "must have a schema if x-kubernetes-list-type is map"));
        } else if (!items.path("type").asText().equals("object")) {
            report.add(
                    FieldError.invalid(
                            path.child("items").child("type").field(),
                            items.path("type").asText(),
                            "must be object if parent array's x-kubernetes-list-type is map"));
        } else {
            checkKeys(keys, items, path);
        }
    }

    private void checkKeys(JsonNode keys, JsonNode items, FieldPath path) {
        var required = new HashSet<String>();
        items.path("required").forEach(each -> required.add(each.asText()));
        var at = path.child("x-kubernetes-list-map-keys").field();
        var seen = new HashSet<String>();
        for (var each : keys) {
            var key = each.asText();
            if (!seen.add(key)) {
                report.add(FieldError.invalid(at, keys, "must not contain duplicate entries"));
            }
            var property = items.path("properties").path(key);
            if (property.isMissingNode()) {
                report.add(
                        FieldError.invalid(
                                at, keys, "entries must all be names of item properties"));
            } else {
                checkKey(
                        property,
                        required.contains(key),
                        path.child("items").child("properties").key(key));
            }
        }
    }

    private void checkKey(JsonNode property, boolean required, FieldPath path) {
        var type = property.path("type").asText();
        if (type.equals("array") || type.equals("object")) {
            report.add(
                    FieldError.invalid(
                            path.child("type").field(),
                            type,
                            "must be a scalar type if parent array's x-kubernetes-list-type is"
                                    + " map"));
        }
        if (!required && !property.has("default")) {
            report.add(
                    FieldError.required(
                            path.child("default").field(),
                            "this property is in x-kubernetes-list-map-keys, so it must have a"
                                    + " default or be a required property"));
        }
        if (property.path("nullable").asBoolean()) {
            forbid(
                    path.child("nullable"),
                    "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
        }
    }

    private void checkRules(JsonNode schema, FieldPath path) {
        var rules = schema.path("x-kubernetes-validations");
        for (int i = 0; i < rules.size(); i++) {
            checkRule(rules.get(i), schema, path.child("x-kubernetes-validations").index(i));
        }
    }

    private void checkRule(JsonNode rule, JsonNode schema, FieldPath path) {
        var text = rule.path("rule").asText().strip();
        var message = rule.path("message").asText();
        if (text.isEmpty()) {
            report.add(FieldError.required(path.child("rule").field(), "rule is not specified"));
        } else if (!message.isEmpty() && message.isBlank()) {
            invalid(path.child("message"), message, "must be non-empty if specified");
        } else if (hasLineBreaks(message.strip())) {
            invalid(path.child("message"), message, "must not contain line breaks");
        } else if (hasLineBreaks(text) && message.isBlank()) {
            report.add(
                    FieldError.required(
                            path.child("message").field(),
                            "message must be specified if rule contains line breaks"));
        }
        var expression = rule.path("messageExpression").asText();
        if (!expression.isEmpty() && expression.isBlank()) {
            report.add(
                    FieldError.required(
                            path.child("messageExpression").field(),
                            "messageExpression must be non-empty if specified"));
        }
        var reason = rule.path("reason").asText();
        if (rule.has("reason") && !REASONS.contains(reason)) {
            report.add(FieldError.notSupported(path.child("reason").field(), reason, REASONS));
        }
        var fieldPath = rule.path("fieldPath").asText();
        var at = path.child("fieldPath");
        if (!fieldPath.isEmpty() && fieldPath.isBlank()) {
            invalid(at, fieldPath, "must be non-empty if specified");
        }
        if (hasLineBreaks(fieldPath)) {
            invalid(at, fieldPath, "must not contain line breaks");
        }
        if (!fieldPath.isEmpty() && !names(fieldPath, schema)) {
            invalid(at, fieldPath, "must be a valid path");
        }
    }

    private static boolean names(String fieldPath, JsonNode schema) {
        try {
            var _ = SchemaFieldPath.find(fieldPath, schema, true);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void demandType(JsonNode schema, String type, String because, FieldPath path) {
        var actual = schema.path("type").asText();
        var at = path.child("type").field();
        var demand = "must be " + type + " if " + because + " is specified";
        if (actual.isEmpty()) {
            report.add(FieldError.required(at, demand));
        } else if (!actual.equals(type)) {
            report.add(FieldError.invalid(at, actual, demand));
        }
    }

    private static boolean hasLineBreaks(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    private void invalid(FieldPath path, String value, String detail) {
        report.add(FieldError.invalid(path.field(), value, detail));
    }

    private void forbid(FieldPath path, String detail) {
        report.add(FieldError.forbidden(path.field(), detail));
    }
}
