package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.apply.MergeSchema.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts a configuration over a live value: what the configuration says wins, what it does not
/// mention stays. Nothing is removed here; see [Removal].
final class Merging {

    private Merging() {}

    /// The merged object; shares parts with its arguments.
    static ObjectNode mergeObjects(MergeSchema schema, ObjectNode live, ObjectNode applied) {
        return mergeMaps(schema, live, applied);
    }

    /// The path of a list or map in `applied` that merges as one value, or empty.
    static String atomicPart(MergeSchema schema, JsonNode applied, String path) {
        return switch (schema.shape(applied)) {
            case SCALAR -> "";
            case LIST -> {
                if (schema.isAtomicList()) {
                    yield path;
                }
                yield firstOf(applied, each -> atomicPart(schema.items(), each, path));
            }
            case MAP -> {
                if (schema.isAtomicMap()) {
                    yield path;
                }
                for (var field : applied.properties()) {
                    var name = field.getKey();
                    var found = atomicPart(schema.field(name), field.getValue(), path + "." + name);
                    if (!found.isEmpty()) {
                        yield found;
                    }
                }
                yield "";
            }
        };
    }

    private static String firstOf(JsonNode array, Function<JsonNode, String> finder) {
        for (var each : array) {
            var found = finder.apply(each);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    /// The merged value, or null when there is none.
    private static @Nullable JsonNode merge(
            MergeSchema schema, @Nullable JsonNode live, @Nullable JsonNode applied) {
        if (applied == null) {
            return live;
        }
        if (live == null) {
            return applied;
        }
        return switch (schema.shape(applied)) {
            case SCALAR -> applied;
            case LIST ->
                    schema.isAtomicList() || bothEmpty(live, applied)
                            ? applied
                            : mergeLists(schema, live, applied);
            case MAP ->
                    schema.isAtomicMap() || bothEmpty(live, applied)
                            ? applied
                            : mergeMaps(schema, live, applied);
        };
    }

    private static boolean bothEmpty(JsonNode live, JsonNode applied) {
        return live.isEmpty() && applied.isEmpty();
    }

    private static ObjectNode mergeMaps(MergeSchema schema, JsonNode live, JsonNode applied) {
        var merged = JsonNodeFactory.instance.objectNode();
        if (schema.shape(live) == Shape.MAP) {
            for (var field : live.properties()) {
                var name = field.getKey();
                merged.set(name, merge(schema.field(name), field.getValue(), applied.get(name)));
            }
        }
        for (var field : applied.properties()) {
            if (!merged.has(field.getKey())) {
                merged.set(field.getKey(), field.getValue());
            }
        }
        return merged;
    }

    /// The items that both lists have come in the order of `applied`. An item that only `live` has
    /// stays behind the common item, and in front of the one, that were its neighbours.
    private static JsonNode mergeLists(MergeSchema schema, JsonNode live, JsonNode applied) {
        var before = items(schema, live);
        var after = items(schema, applied);
        var merged = JsonNodeFactory.instance.arrayNode();
        var waiting = new ArrayDeque<>(before);
        var common = new ArrayDeque<PathElement>();
        after.stream().map(Item::name).filter(named(before)::containsKey).forEach(common::add);
        var namedAfter = named(after);
        var namedBefore = named(before);
        for (var item : after) {
            while (!waiting.isEmpty() && !waiting.getFirst().name().equals(common.peek())) {
                var next = waiting.removeFirst();
                if (!namedAfter.containsKey(next.name())) {
                    merged.add(next.value());
                }
            }
            if (item.name().equals(common.peek())) {
                common.removeFirst();
                waiting.poll();
            }
            merged.add(merge(schema.items(), namedBefore.get(item.name()), item.value()));
        }
        for (var rest : waiting) {
            if (!namedAfter.containsKey(rest.name())) {
                merged.add(rest.value());
            }
        }
        return merged;
    }

    private record Item(PathElement name, JsonNode value) {}

    private static List<Item> items(MergeSchema schema, JsonNode list) {
        var found = new ArrayList<Item>();
        if (list.isArray()) {
            list.forEach(each -> found.add(new Item(schema.element(each), each)));
        }
        return found;
    }

    private static Map<PathElement, JsonNode> named(List<Item> items) {
        var named = new TreeMap<PathElement, JsonNode>();
        items.forEach(each -> named.putIfAbsent(each.name(), each.value()));
        return named;
    }
}
