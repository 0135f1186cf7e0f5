package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Whether the keywords of a schema have values of the types that `apiextensions/v1
/// JSONSchemaProps` has: what everything else takes for granted. Keywords that nobody knows are
/// left alone.
final class SchemaForm {

    private static final Predicate<JsonNode> TEXT = JsonNode::isTextual;
    private static final Predicate<JsonNode> FLAG = JsonNode::isBoolean;
    private static final Predicate<JsonNode> NUMBER = JsonNode::isNumber;
    private static final Predicate<JsonNode> TEXTS = SchemaForm::isListOfTexts;
    private static final Predicate<JsonNode> SCHEMA = SchemaForm::isSchema;
    private static final Predicate<JsonNode> SCHEMAS = SchemaForm::isListOfSchemas;
    private static final Predicate<JsonNode> FIELDS = SchemaForm::isMapOfSchemas;

    private static final Map<String, Predicate<JsonNode>> RULE =
            Map.of(
                    "rule", TEXT,
                    "message", TEXT,
                    "messageExpression", TEXT,
                    "reason", TEXT,
                    "fieldPath", TEXT,
                    "optionalOldSelf", FLAG);

    private static final Map<String, Predicate<JsonNode>> TYPES =
            Map.ofEntries(
                    Map.entry("type", TEXT),
                    Map.entry("format", TEXT),
                    Map.entry("pattern", TEXT),
                    Map.entry("title", TEXT),
                    Map.entry("description", TEXT),
                    Map.entry("$ref", TEXT),
                    Map.entry("nullable", FLAG),
                    Map.entry("uniqueItems", FLAG),
                    Map.entry("exclusiveMinimum", FLAG),
                    Map.entry("exclusiveMaximum", FLAG),
                    Map.entry("minimum", NUMBER),
                    Map.entry("maximum", NUMBER),
                    Map.entry("multipleOf", NUMBER),
                    Map.entry("minLength", NUMBER),
                    Map.entry("maxLength", NUMBER),
                    Map.entry("minItems", NUMBER),
                    Map.entry("maxItems", NUMBER),
                    Map.entry("minProperties", NUMBER),
                    Map.entry("maxProperties", NUMBER),
                    Map.entry("enum", JsonNode::isArray),
                    Map.entry("required", TEXTS),
                    Map.entry("properties", FIELDS),
                    Map.entry("items", node -> isSchema(node) || SCHEMAS.test(node)),
                    Map.entry("additionalProperties", node -> node.isBoolean() || isSchema(node)),
                    Map.entry("allOf", SCHEMAS),
                    Map.entry("anyOf", SCHEMAS),
                    Map.entry("oneOf", SCHEMAS),
                    Map.entry("not", SCHEMA),
                    Map.entry("x-kubernetes-preserve-unknown-fields", FLAG),
                    Map.entry("x-kubernetes-embedded-resource", FLAG),
                    Map.entry("x-kubernetes-int-or-string", FLAG),
                    Map.entry("x-kubernetes-list-type", TEXT),
                    Map.entry("x-kubernetes-list-map-keys", TEXTS),
                    Map.entry("x-kubernetes-map-type", TEXT),
                    Map.entry(
                            "x-kubernetes-validations",
                            node -> isListOf(node, SchemaForm::isRule)));

    private SchemaForm() {}

    /// What is wrong at the root; anything below it is shown as the value of the keyword there.
    static List<FieldError> problems(JsonNode schema, FieldPath path) {
        if (!schema.isObject()) {
            return List.of(FieldError.invalid(path.field(), schema, "must be an object"));
        }
        return schema.properties().stream()
                .filter(each -> !fits(TYPES, each.getKey(), each.getValue()))
                .map(
                        each ->
                                FieldError.invalid(
                                        path.child(each.getKey()).field(),
                                        each.getValue(),
                                        "must have the type that OpenAPI gives it, at every level"))
                .toList();
    }

    private static boolean isSchema(JsonNode node) {
        return hasForm(node, TYPES);
    }

    private static boolean isRule(JsonNode node) {
        return hasForm(node, RULE);
    }

    private static boolean hasForm(JsonNode node, Map<String, Predicate<JsonNode>> types) {
        return node.isObject()
                && node.properties().stream()
                        .allMatch(each -> fits(types, each.getKey(), each.getValue()));
    }

    /// Null is as good as nothing, except in a list or among properties.
    private static boolean fits(
            Map<String, Predicate<JsonNode>> types, String keyword, JsonNode value) {
        var type = types.get(keyword);
        return type == null || value.isNull() || type.test(value);
    }

    private static boolean isListOfTexts(JsonNode node) {
        return isListOf(node, JsonNode::isTextual);
    }

    private static boolean isListOfSchemas(JsonNode node) {
        return isListOf(node, SchemaForm::isSchema);
    }

    private static boolean isMapOfSchemas(JsonNode node) {
        return node.isObject() && node.valueStream().allMatch(SchemaForm::isSchema);
    }

    private static boolean isListOf(JsonNode node, Predicate<JsonNode> type) {
        return node.isArray() && node.valueStream().allMatch(type);
    }
}
