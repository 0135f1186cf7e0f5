package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.schema.ObjectMetaSchema;
import dev.hanse.machinery.schema.SchemaNode;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a value merges. What no schema describes is deduced from the value: maps are granular, lists
/// atomic.
///
/// @param node null for values without a schema
/// @param isObject the value is a whole Kubernetes object, which has metadata whatever `node` says
record MergeSchema(@Nullable SchemaNode node, boolean isObject) {

    /// What a value can be, as far as merging is concerned.
    enum Shape {
        SCALAR,
        LIST,
        MAP
    }

    private static final MergeSchema UNTYPED = new MergeSchema(null, false);

    static MergeSchema ofObject(@Nullable SchemaNode node) {
        return new MergeSchema(node, true);
    }

    private static MergeSchema of(@Nullable SchemaNode node) {
        return node == null ? UNTYPED : new MergeSchema(node, node.embeddedResource());
    }

    /// The shape as which `value` merges. Null has the shape that the schema declares.
    Shape shape(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> Shape.MAP;
            case ARRAY -> Shape.LIST;
            case NULL, MISSING -> {
                var type = node == null ? "" : node.type();
                yield switch (type) {
                    case "array" -> Shape.LIST;
                    case "object", "" -> Shape.MAP;
                    default -> Shape.SCALAR;
                };
            }
            case STRING, NUMBER, BOOLEAN, BINARY, POJO -> Shape.SCALAR;
        };
    }

    boolean isAtomicMap() {
        return node != null && node.mapType().equals("atomic");
    }

    boolean isAtomicList() {
        return !isSet() && keys().isEmpty();
    }

    /// Whether the schema declares the field by name, unlike a key of a map.
    boolean declares(String field) {
        return (isObject && isObjectField(field))
                || (node != null && node.properties().containsKey(field));
    }

    /// Whether the schema leaves no room for fields that it does not declare.
    boolean isClosed() {
        return node != null
                && !node.properties().isEmpty()
                && node.additionalProperties() == null
                && !node.preserveUnknownFields();
    }

    MergeSchema field(String name) {
        if (isObject && name.equals("metadata")) {
            return of(ObjectMetaSchema.node());
        }
        return node == null ? UNTYPED : of(node.property(name));
    }

    MergeSchema items() {
        return node == null ? UNTYPED : of(node.items());
    }

    /// How the list at this place names `item`. Of two items with one name there is one too many.
    ///
    /// @throws UntypedValueException if the item cannot be in such a list
    PathElement element(JsonNode item) {
        var keys = keys();
        if (keys.isEmpty()) {
            return setElement(item);
        }
        if (item.isNull()) {
            throw new UntypedValueException(
                    "associative list with keys may not have a null element");
        }
        if (!item.isObject()) {
            throw new UntypedValueException(
                    "associative list with keys may not have non-map elements");
        }
        var fields = new TreeMap<String, JsonNode>();
        for (var key : keys) {
            var value = item.has(key) ? item.get(key) : defaultOf(key);
            if (value == null) {
                throw new UntypedValueException(
                        "associative list with keys has an element that omits key field \""
                                + key
                                + "\" (and doesn't have default value)");
            }
            fields.put(key, value);
        }
        return new PathElement.Key(fields);
    }

    private static PathElement setElement(JsonNode item) {
        return switch (item.getNodeType()) {
            case OBJECT ->
                    throw new UntypedValueException(
                            "associative list without keys has an element that's a map type");
            case ARRAY ->
                    throw new UntypedValueException(
                            "not supported: associative list with lists as elements");
            case NULL ->
                    throw new UntypedValueException(
                            "associative list without keys has an element that's an explicit null");
            case STRING, NUMBER, BOOLEAN, BINARY, POJO, MISSING -> new PathElement.Value(item);
        };
    }

    private @Nullable JsonNode defaultOf(String key) {
        var items = node == null ? null : node.items();
        var field = items == null ? null : items.property(key);
        return field == null ? null : field.defaultValue();
    }

    private boolean isSet() {
        if (node == null) {
            return false;
        }
        return declaresListType()
                ? node.listType().equals("set")
                : node.patchStrategy().contains("merge") && node.patchMergeKey().isEmpty();
    }

    private List<String> keys() {
        if (node == null) {
            return List.of();
        }
        if (declaresListType()) {
            return node.listType().equals("map") ? node.listMapKeys() : List.of();
        }
        // Built-in kinds older than list types say it with the tags of strategic merge patch.
        return node.patchStrategy().contains("merge") && !node.patchMergeKey().isEmpty()
                ? List.of(node.patchMergeKey())
                : List.of();
    }

    private boolean declaresListType() {
        return node != null && node.source().has("x-kubernetes-list-type");
    }

    private static boolean isObjectField(String field) {
        return field.equals("apiVersion") || field.equals("kind") || field.equals("metadata");
    }
}
