package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Whether the keywords of a schema have values of the types that `apiextensions/v1
/// JSONSchemaProps` has: what everything else takes for granted. Keywords that nobody knows are
/// left alone.
///
/// Schemas below are put aside and looked at one by one, not by calls within calls: strangers nest
/// them deeper than a stack is.
final class SchemaForm {

    /// Whether `value` is what a keyword takes; the schemas in it are added to `below` unseen.
    private interface Form {
        boolean fits(JsonNode value, Deque<JsonNode> below);
    }

    private static final Form TEXT = (value, _) -> value.isTextual();
    private static final Form FLAG = (value, _) -> value.isBoolean();
    private static final Form NUMBER = (value, _) -> value.isNumber();
    private static final Form LIST = (value, _) -> value.isArray();
    private static final Form TEXTS =
            (value, _) -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
    private static final Form SCHEMA = (value, below) -> below.add(value);
    private static final Form SCHEMAS = (value, below) -> value.isArray() && all(value, below);
    private static final Form FIELDS = (value, below) -> value.isObject() && all(value, below);
    private static final Form RULES = (value, _) -> value.isArray() && areRules(value);

    private static final Map<String, Form> RULE =
            Map.of(
                    "rule", TEXT,
                    "message", TEXT,
                    "messageExpression", TEXT,
                    "reason", TEXT,
                    "fieldPath", TEXT,
                    "optionalOldSelf", FLAG);

    private static final Map<String, Form> TYPES =
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
                    Map.entry("enum", LIST),
                    Map.entry("required", TEXTS),
                    Map.entry("properties", FIELDS),
                    Map.entry(
                            "items",
                            (value, below) -> all(value.isArray() ? value : List.of(value), below)),
                    Map.entry(
                            "additionalProperties",
                            (value, below) -> value.isBoolean() || below.add(value)),
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
                    Map.entry("x-kubernetes-validations", RULES));

    private SchemaForm() {}

    /// What is wrong at the root; anything below it is shown as the value of the keyword there.
    static List<FieldError> problems(JsonNode schema, FieldPath path) {
        if (!schema.isObject()) {
            return List.of(FieldError.invalid(path.field(), schema, "must be an object"));
        }
        return schema.properties().stream()
                .filter(each -> !fits(each.getKey(), each.getValue()))
                .map(
                        each ->
                                FieldError.invalid(
                                        path.child(each.getKey()).field(),
                                        each.getValue(),
                                        "must have the type that OpenAPI gives it, at every level"))
                .toList();
    }

    private static boolean fits(String keyword, JsonNode value) {
        var below = new ArrayDeque<JsonNode>();
        boolean fits = fits(TYPES, keyword, value, below);
        while (fits && !below.isEmpty()) {
            fits = hasForm(below.pop(), TYPES, below);
        }
        return fits;
    }

    private static boolean hasForm(JsonNode node, Map<String, Form> forms, Deque<JsonNode> below) {
        return node.isObject()
                && node.properties().stream()
                        .allMatch(each -> fits(forms, each.getKey(), each.getValue(), below));
    }

    /// Null is as good as nothing, except in a list or among properties.
    private static boolean fits(
            Map<String, Form> forms, String keyword, JsonNode value, Deque<JsonNode> below) {
        var form = forms.get(keyword);
        return form == null || value.isNull() || form.fits(value, below);
    }

    private static boolean all(Iterable<JsonNode> schemas, Deque<JsonNode> below) {
        schemas.forEach(below::add);
        return true;
    }

    private static boolean areRules(JsonNode list) {
        return list.valueStream().allMatch(rule -> hasForm(rule, RULE, new ArrayDeque<>()));
    }
}
