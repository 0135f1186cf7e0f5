package dev.hanse.machinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.JsonOrder;
import dev.hanse.machinery.schema.SchemaNode;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists in a strategic merge patch: sets of scalars, and maps whose items a merge key identifies.
///
/// The order of a merged list follows the patch; items that only the live object has stay where
/// they were relative to the others, as far as both orders allow.
final class StrategicLists {

    private final StrategicMergePatch maps;

    StrategicLists(StrategicMergePatch maps) {
        this.maps = maps;
    }

    /// The items of `list` that are not in `removed`.
    ArrayNode without(ArrayNode list, ArrayNode removed) {
        var kept = list.arrayNode();
        for (var item : list) {
            if (find(removed, item, "") < 0) {
                kept.add(item);
            }
        }
        return kept;
    }

    /// Merges a list with strategy `merge`, using up both lists.
    ArrayNode merge(ArrayNode original, ArrayNode patch, SchemaNode schema) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        return itemsAreMaps(original, patch)
                ? mergeMaps(original, patch, schema)
                : mergeScalars(original, patch);
    }

    private ArrayNode mergeScalars(ArrayNode original, ArrayNode patch) {
        var merged = original.arrayNode();
        for (var list : List.of(original, patch)) {
            for (var item : list) {
                if (find(merged, item, "") < 0) {
                    merged.add(item);
                }
            }
        }
        return ordered(merged, patch, original, "");
    }

    private ArrayNode mergeMaps(ArrayNode original, ArrayNode patch, SchemaNode schema) {
        var mergeKey = schema.patchMergeKey();
        if (mergeKey.isEmpty()) {
            throw ApiException.badRequest("cannot merge lists without merge key for type map");
        }
        var live = original.deepCopy();
        var changes = patch.arrayNode();
        boolean replaces = false;
        for (var item : patch) {
            var directive = item.get(StrategicMergePatch.DIRECTIVE);
            if (directive == null) {
                changes.add(item);
                continue;
            }
            switch (directive.asText()) {
                case "delete" -> remove(live, key(item, mergeKey), mergeKey);
                case "replace" -> replaces = true;
                case "merge" ->
                        throw ApiException.badRequest(
                                "merging lists cannot yet be specified in the patch");
                default -> throw StrategicMergePatch.unknownDirective(directive, item);
            }
        }
        if (replaces) {
            return (ArrayNode) StrategicMergePatch.withoutDirectives(changes);
        }
        var merged = live.deepCopy();
        for (var change : changes) {
            key(change, mergeKey);
            int at = find(merged, change, mergeKey);
            if (at < 0) {
                merged.add(StrategicMergePatch.withoutDirectives(change));
            } else {
                merged.set(
                        at,
                        maps.mergeMaps(
                                (ObjectNode) merged.get(at),
                                (ObjectNode) change.deepCopy(),
                                schema.items()));
            }
        }
        return ordered(merged, changes, live, mergeKey);
    }

    /// Refuses a patch whose items are not in the order it asks for, or are not in that order list.
    void requireSameOrder(ArrayNode patch, ArrayNode order, String mergeKey) {
        if (patch.isEmpty() || order.isEmpty()) {
            return;
        }
        int at = 0;
        for (var item : patch) {
            if (item.has(StrategicMergePatch.DIRECTIVE)) {
                continue;
            }
            while (at < order.size() && !same(item, order.get(at), mergeKey)) {
                at++;
            }
            if (at == order.size()) {
                throw ApiException.badRequest(
                        "The order in patch list:\n"
                                + patch
                                + "\n doesn't match $setElementOrder list:\n"
                                + order
                                + "\n");
            }
            at++;
        }
    }

    /// `merged` with the items of `order` in that order, the others in the order of `live`.
    ArrayNode ordered(ArrayNode merged, ArrayNode order, ArrayNode live, String mergeKey) {
        var wanted = new ArrayList<JsonNode>();
        var others = new ArrayList<JsonNode>();
        for (var item : merged) {
            (find(order, item, mergeKey) >= 0 ? wanted : others).add(item);
        }
        wanted.sort(Comparator.comparingInt(each -> find(order, each, mergeKey)));
        others.sort(Comparator.comparingInt(each -> find(live, each, mergeKey)));
        var result = merged.arrayNode();
        int next = 0;
        for (var item : wanted) {
            int place = find(live, item, mergeKey);
            while (next < others.size() && find(live, others.get(next), mergeKey) < place) {
                result.add(others.get(next));
                next++;
            }
            result.add(item);
        }
        others.subList(next, others.size()).forEach(result::add);
        return result;
    }

    private static boolean itemsAreMaps(ArrayNode original, ArrayNode patch) {
        @Nullable Boolean maps = null;
        for (var list : List.of(original, patch)) {
            for (var item : list) {
                if (item.isArray()) {
                    throw RejectedPatch.because("lists of lists are not supported");
                }
                if (maps != null && maps != item.isObject()) {
                    throw ApiException.badRequest(
                            "list element types are not identical: ["
                                    + original
                                    + " "
                                    + patch
                                    + "]");
                }
                maps = item.isObject();
            }
        }
        return maps != null && maps;
    }

    private static void remove(ArrayNode list, JsonNode key, String mergeKey) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (JsonOrder.equal(list.get(i).path(mergeKey), key)) {
                list.remove(i);
            }
        }
    }

    private static int find(ArrayNode list, JsonNode item, String mergeKey) {
        for (int i = 0; i < list.size(); i++) {
            if (same(item, list.get(i), mergeKey)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(JsonNode left, JsonNode right, String mergeKey) {
        return mergeKey.isEmpty()
                ? JsonOrder.equal(left, right)
                : left.has(mergeKey) && JsonOrder.equal(left.path(mergeKey), right.path(mergeKey));
    }

    private static JsonNode key(JsonNode item, String mergeKey) {
        var key = item.get(mergeKey);
        if (key == null) {
            throw ApiException.badRequest(
                    "map: " + item + " does not contain declared merge key: " + mergeKey);
        }
        return key;
    }
}
