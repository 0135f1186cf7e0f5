package dev.hanse.machinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.schema.ObjectMetaSchema;
import dev.hanse.machinery.schema.SchemaNode;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Strategic merge patch: a merge patch that knows which lists are sets or maps.
///
/// Null deletes a field. `$patch: replace|delete` says how to treat the map or list item it is in,
/// `$retainKeys` removes the fields it does not name, `$deleteFromPrimitiveList/x` removes values
/// from the list `x` and `$setElementOrder/x` orders it. Semantics follow k8s.io/apimachinery
/// pkg/util/strategicpatch; unlike there, `$patch: merge` is accepted in maps.
public final class StrategicMergePatch {

    static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String SET_ORDER = "$setElementOrder/";

    private final @Nullable SchemaNode root;
    private final StrategicLists lists = new StrategicLists(this);

    private StrategicMergePatch(@Nullable SchemaNode root) {
        this.root = root;
    }

    /// The patched document; neither argument is changed.
    ///
    /// @param schema of the document; what it does not describe is merged as by a merge patch
    /// @throws ApiException 400 if the patch is not well-formed, 422 if it cannot be applied
    public static JsonNode apply(JsonNode document, JsonNode patch, @Nullable SchemaNode schema) {
        if (!(document instanceof ObjectNode original) || !(patch instanceof ObjectNode changes)) {
            throw ApiException.badRequest("invalid JSON document");
        }
        return new StrategicMergePatch(schema)
                .mergeMaps(original.deepCopy(), changes.deepCopy(), schema);
    }

    /// Merges `patch` into `original`, using up both.
    ObjectNode mergeMaps(ObjectNode original, ObjectNode patch, @Nullable SchemaNode schema) {
        var directive = patch.remove(DIRECTIVE);
        if (directive != null) {
            switch (directive.asText()) {
                case "replace" -> {
                    return patch;
                }
                case "delete" -> {
                    return patch.removeAll();
                }
                case "merge" -> {}
                default -> throw unknownDirective(directive, patch);
            }
        }
        retainKeys(original, patch);
        for (var name : fieldNames(patch)) {
            if (name.startsWith(SET_ORDER)) {
                mergeInOrder(original, patch, name, schema);
            }
        }
        for (var change : patch.properties()) {
            mergeField(original, change, schema);
        }
        return original;
    }

    private void mergeField(
            ObjectNode original, Map.Entry<String, JsonNode> change, @Nullable SchemaNode schema) {
        boolean deletesItems = change.getKey().startsWith(DELETE_FROM);
        var name = deletesItems ? change.getKey().substring(DELETE_FROM.length()) : change.getKey();
        var value = change.getValue();
        var before = original.get(name);
        if (value.isNull()) {
            original.remove(name);
        } else if (before == null) {
            if (!deletesItems) {
                original.set(name, withoutDirectives(value));
            }
        } else if (deletesItems) {
            original.set(name, lists.without(array(before), primitiveList(value)));
        } else {
            original.set(name, merged(before, value, child(schema, name)));
        }
    }

    private JsonNode merged(JsonNode before, JsonNode value, @Nullable SchemaNode schema) {
        var strategies = schema == null ? List.<String>of() : schema.patchStrategy();
        if (before instanceof ObjectNode object && value instanceof ObjectNode patch) {
            return strategies.contains("replace") ? patch : mergeMaps(object, patch, schema);
        }
        if (before instanceof ArrayNode array
                && value instanceof ArrayNode patch
                && schema != null
                && strategies.contains("merge")) {
            return lists.merge(array, patch, schema);
        }
        return value;
    }

    /// Merges the list that `$setElementOrder/x` is about and puts it into that order. The list's
    /// own patch, if there is one, is used up.
    private void mergeInOrder(
            ObjectNode original, ObjectNode patch, String directive, @Nullable SchemaNode schema) {
        var name = directive.substring(SET_ORDER.length());
        if (!(patch.remove(directive) instanceof ArrayNode order)) {
            throw ApiException.badRequest("invalid patch format of setElementOrder list");
        }
        var change = patch.get(name);
        if (change != null && !change.isArray()) {
            return;
        }
        patch.remove(name);
        var before = original.get(name);
        var listSchema = child(schema, name);
        var mergeKey = listSchema == null ? "" : listSchema.patchMergeKey();
        if (change != null) {
            lists.requireSameOrder(array(change), order, mergeKey);
        }
        JsonNode merged;
        if (before == null || before.isNull()) {
            merged = change == null ? null : withoutDirectives(change);
        } else {
            merged = change == null ? before : merged(before, change, listSchema);
        }
        if (merged instanceof ArrayNode list) {
            var live = before instanceof ArrayNode array ? array : list.arrayNode();
            original.set(name, lists.ordered(list, order, live, mergeKey));
        }
    }

    private static void retainKeys(ObjectNode original, ObjectNode patch) {
        var directive = patch.remove(RETAIN_KEYS);
        if (directive == null) {
            return;
        }
        if (!directive.isArray()) {
            throw ApiException.badRequest("invalid patch format of retainKeys");
        }
        var retained = new HashSet<String>();
        directive.forEach(each -> retained.add(each.asText()));
        for (var change : patch.properties()) {
            var name = change.getKey();
            if (!change.getValue().isNull()
                    && !name.startsWith(DELETE_FROM)
                    && !name.startsWith(SET_ORDER)
                    && !retained.contains(name)) {
                throw ApiException.badRequest("invalid patch format of retainKeys");
            }
        }
        original.retain(retained);
    }

    /// What a patch adds where nothing was: its values without nulls and directives.
    static JsonNode withoutDirectives(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                var kept = object.objectNode();
                for (var field : object.properties()) {
                    var name = field.getKey();
                    if (!field.getValue().isNull() && !isDirective(name)) {
                        kept.set(name, withoutDirectives(field.getValue()));
                    }
                }
                yield kept;
            }
            case ArrayNode array -> {
                var kept = array.arrayNode();
                for (var item : array) {
                    if (!item.path(DIRECTIVE).asText().equals("delete")
                            && !(item.size() == 1 && item.has(DIRECTIVE))) {
                        kept.add(withoutDirectives(item));
                    }
                }
                yield kept;
            }
            default -> value;
        };
    }

    private static boolean isDirective(String name) {
        return name.equals(DIRECTIVE)
                || name.equals(RETAIN_KEYS)
                || name.startsWith(DELETE_FROM)
                || name.startsWith(SET_ORDER);
    }

    /// Metadata merges alike for all objects. The root is meant by identity: an equal schema
    /// further down describes something else.
    @SuppressWarnings("ReferenceEquality")
    private @Nullable SchemaNode child(@Nullable SchemaNode schema, String name) {
        if (schema == root && name.equals("metadata")) {
            return ObjectMetaSchema.node();
        }
        return schema == null ? null : schema.property(name);
    }

    private static ArrayNode array(JsonNode value) {
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw ApiException.badRequest("expected a list, but received " + value);
    }

    private static ArrayNode primitiveList(JsonNode value) {
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw ApiException.badRequest("invalid patch format of primitive list");
    }

    static ApiException unknownDirective(JsonNode directive, JsonNode patch) {
        return ApiException.badRequest(
                "unknown patch type: " + directive.asText() + " in map: " + patch);
    }

    private static List<String> fieldNames(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
