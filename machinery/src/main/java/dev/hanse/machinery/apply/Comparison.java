package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.apply.MergeSchema.Shape;
import dev.hanse.machinery.codec.JsonOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What differs between two values. No field is in more than one of the sets.
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

    static Comparison of(MergeSchema schema, JsonNode before, JsonNode after) {
        var walk = new Walk();
        walk.compare(schema, before, after);
        return new Comparison(walk.added.build(), walk.modified.build(), walk.removed.build());
    }

    FieldSet changed() {
        return added.union(modified);
    }

    boolean isSame() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /// Without what happened at or below the paths of `ignored`.
    Comparison without(FieldSet ignored) {
        return ignored.isEmpty()
                ? this
                : new Comparison(
                        added.recursiveDifference(ignored),
                        modified.recursiveDifference(ignored),
                        removed.recursiveDifference(ignored));
    }

    private static final class Walk {

        final FieldSet.Builder added = new FieldSet.Builder();
        final FieldSet.Builder modified = new FieldSet.Builder();
        final FieldSet.Builder removed = new FieldSet.Builder();
        private final List<PathElement> path = new ArrayList<>();

        /// Compares two values of which one may be absent.
        void compare(MergeSchema schema, @Nullable JsonNode before, @Nullable JsonNode after) {
            var shapeBefore = before == null ? null : schema.shape(before);
            var shapeAfter = after == null ? shapeBefore : schema.shape(after);
            if (shapeAfter == null) {
                return;
            }
            if (shapeBefore != null && shapeBefore != shapeAfter) {
                compareAs(shapeBefore, schema, before, after);
            }
            boolean leaf = compareAs(shapeAfter, schema, before, after);
            if (!leaf && before == null) {
                added.add(path);
            } else if (!leaf && after == null) {
                removed.add(path);
            }
        }

        /// Compares as values of one shape; a value of another shape counts as an empty one.
        /// Returns whether the field is a leaf, whose parts nobody can own.
        private boolean compareAs(
                Shape shape,
                MergeSchema schema,
                @Nullable JsonNode before,
                @Nullable JsonNode after) {
            boolean leaf =
                    switch (shape) {
                        case SCALAR -> true;
                        case LIST ->
                                schema.isAtomicList()
                                        || (size(before, shape) == 0 && size(after, shape) == 0);
                        case MAP ->
                                schema.isAtomicMap()
                                        || (size(before, shape) == 0 && size(after, shape) == 0);
                    };
            if (leaf) {
                compareLeaf(before, after);
            } else if (shape == Shape.LIST) {
                compareItems(schema, before, after);
            } else {
                compareFields(schema, before, after);
            }
            return leaf;
        }

        private void compareLeaf(@Nullable JsonNode before, @Nullable JsonNode after) {
            if (before == null) {
                added.add(path);
            } else if (after == null) {
                removed.add(path);
            } else if (!JsonOrder.equal(before, after)) {
                modified.add(path);
            }
        }

        private void compareFields(
                MergeSchema schema, @Nullable JsonNode before, @Nullable JsonNode after) {
            var left = before == null ? JsonNodeFactory.instance.objectNode() : before;
            var right = after == null ? JsonNodeFactory.instance.objectNode() : after;
            var names = new LinkedHashSet<String>();
            left.fieldNames().forEachRemaining(names::add);
            right.fieldNames().forEachRemaining(names::add);
            for (var name : names) {
                path.add(new PathElement.Field(name));
                compare(schema.field(name), left.get(name), right.get(name));
                path.removeLast();
            }
        }

        private void compareItems(
                MergeSchema schema, @Nullable JsonNode before, @Nullable JsonNode after) {
            var left = items(schema, before);
            var right = items(schema, after);
            var elements = new TreeSet<>(left.keySet());
            elements.addAll(right.keySet());
            for (var element : elements) {
                var l = left.getOrDefault(element, List.of());
                var r = right.getOrDefault(element, List.of());
                path.add(element);
                if (l.size() > 1 || r.size() > 1) {
                    compareRepeated(l, r);
                } else {
                    compare(
                            schema.items(),
                            l.isEmpty() ? null : l.getFirst(),
                            r.isEmpty() ? null : r.getFirst());
                }
                path.removeLast();
            }
        }

        /// Items that share a name cannot be told apart; they are owned together.
        private void compareRepeated(List<JsonNode> before, List<JsonNode> after) {
            if (before.isEmpty()) {
                added.add(path);
            } else if (after.isEmpty()) {
                removed.add(path);
            } else if (!JsonOrder.equal(array(before), array(after))) {
                modified.add(path);
            }
        }

        private static SortedMap<PathElement, List<JsonNode>> items(
                MergeSchema schema, @Nullable JsonNode list) {
            var found = new TreeMap<PathElement, List<JsonNode>>();
            if (list != null && list.isArray()) {
                for (var item : list) {
                    found.computeIfAbsent(schema.element(item), _ -> new ArrayList<>()).add(item);
                }
            }
            return found;
        }

        private static JsonNode array(List<JsonNode> items) {
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }

        private static int size(@Nullable JsonNode value, Shape shape) {
            if (value == null) {
                return 0;
            }
            boolean counts = shape == Shape.LIST ? value.isArray() : value.isObject();
            return counts ? value.size() : 0;
        }
    }
}
