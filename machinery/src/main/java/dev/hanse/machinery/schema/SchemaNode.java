package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One node of a structural schema: the structure (types, properties, items) and the extensions
/// that change how values are pruned, defaulted and merged. Value validations stay in [#source].
///
/// Immutable and shared: a schema is parsed once per content, however many clusters serve it.
///
/// @param type the JSON type, or the empty string for int-or-string and untyped nodes
/// @param additionalProperties the schema of map values, or null when unlisted properties are not
///   described
/// @param listType `atomic` (also when unset), `set` or `map`
/// @param mapType `granular` (also when unset) or `atomic`
/// @param patchMergeKey key of the strategic merge patch for lists of built-in kinds, or empty
/// @param patchStrategy strategies of the strategic merge patch: `merge`, `replace`, `retainKeys`
/// @param defaultValue null when there is no default
/// @param source this node as written, read only
public record SchemaNode(
        String type,
        Map<String, SchemaNode> properties,
        @Nullable SchemaNode items,
        @Nullable SchemaNode additionalProperties,
        boolean preserveUnknownFields,
        boolean embeddedResource,
        boolean intOrString,
        boolean nullable,
        String listType,
        List<String> listMapKeys,
        String mapType,
        String patchMergeKey,
        List<String> patchStrategy,
        @Nullable JsonNode defaultValue,
        JsonNode source) {

    public SchemaNode {
        // Not Map.copyOf: defaults and errors keep the order in which the schema was written.
        // Most nodes are leaves, and a server holds a million of them.
        properties =
                properties.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        listMapKeys = List.copyOf(listMapKeys);
        patchStrategy = List.copyOf(patchStrategy);
    }

    /// Reads an OpenAPI v3 schema as in `openAPIV3Schema` of a CustomResourceDefinition. Does not
    /// judge it: unknown parts are kept in [#source] only.
    public static SchemaNode parse(JsonNode schema) {
        var properties = new LinkedHashMap<String, SchemaNode>(0);
        schema.path("properties")
                .properties()
                .forEach(each -> properties.put(each.getKey(), parse(each.getValue())));
        var items = schema.path("items");
        var additional = schema.path("additionalProperties");
        return new SchemaNode(
                schema.path("type").asText(),
                properties,
                items.isObject() ? parse(items) : null,
                additional.isObject()
                        ? parse(additional)
                        : additional.asBoolean()
                                ? parse(JsonNodeFactory.instance.objectNode())
                                : null,
                schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                schema.path("x-kubernetes-embedded-resource").asBoolean(),
                schema.path("x-kubernetes-int-or-string").asBoolean(),
                schema.path("nullable").asBoolean(),
                schema.path("x-kubernetes-list-type").asText("atomic"),
                strings(schema.path("x-kubernetes-list-map-keys")),
                schema.path("x-kubernetes-map-type").asText("granular"),
                schema.path("x-kubernetes-patch-merge-key").asText(),
                strategies(schema.path("x-kubernetes-patch-strategy").asText()),
                schema.has("default") ? schema.get("default") : null,
                schema);
    }

    public @Nullable SchemaNode property(String name) {
        var listed = properties.get(name);
        return listed != null ? listed : additionalProperties;
    }

    private static List<String> strategies(String written) {
        return written.isEmpty() ? List.of() : List.of(written.split(",", -1));
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>(0);
        array.forEach(each -> found.add(each.asText()));
        return found;
    }
}
