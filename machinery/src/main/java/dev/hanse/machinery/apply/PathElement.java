package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.JsonOrder;
import dev.hanse.machinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One step from a value to a value in it. Ordered as in `fieldsV1`: fields, keys, values, indexes.
sealed interface PathElement extends Comparable<PathElement> {

    /// A member of an object.
    record Field(String name) implements PathElement {
        @Override
        public String toString() {
            return "." + name;
        }
    }

    /// The item of a list of maps whose key fields have these values.
    record Key(SortedMap<String, JsonNode> fields) implements PathElement {
        public Key {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return fields.keySet().hashCode();
        }

        @Override
        public String toString() {
            return fields.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    /// The item of a set.
    record Value(JsonNode value) implements PathElement {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Value that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return value.isNumber() ? Double.hashCode(value.doubleValue()) : value.hashCode();
        }

        @Override
        public String toString() {
            return "[=" + value + "]";
        }
    }

    /// The item of a list at a position.
    record Index(int index) implements PathElement {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    @Override
    default int compareTo(PathElement other) {
        int byKind = Integer.compare(rank(this), rank(other));
        if (byKind != 0) {
            return byKind;
        }
        return switch (this) {
            case Field(var name) -> name.compareTo(((Field) other).name);
            case Key(var fields) ->
                    compareFields(
                            fields.entrySet().iterator(),
                            ((Key) other).fields.entrySet().iterator());
            case Value(var value) -> JsonOrder.instance().compare(value, ((Value) other).value);
            case Index(var index) -> Integer.compare(index, ((Index) other).index);
        };
    }

    /// The form in `fieldsV1`.
    default String serialized() {
        return switch (this) {
            case Field(var name) -> "f:" + name;
            case Key(var fields) -> {
                var json = JsonNodeFactory.instance.objectNode();
                fields.forEach(json::set);
                yield "k:" + json;
            }
            case Value(var value) -> "v:" + value;
            case Index(var index) -> "i:" + index;
        };
    }

    /// Reads the form in `fieldsV1`, or null when it is of a kind that only a newer server knows.
    ///
    /// @throws IllegalArgumentException if it is malformed
    static @Nullable PathElement parse(String text) {
        if (text.length() < 2 || text.charAt(1) != ':') {
            throw new IllegalArgumentException("missing colon: " + text);
        }
        var rest = text.substring(2);
        return switch (text.charAt(0)) {
            case 'f' -> new Field(rest);
            case 'v' -> new Value(json(rest));
            case 'i' -> new Index(Integer.parseInt(rest));
            case 'k' -> {
                var fields = new TreeMap<String, JsonNode>();
                json(rest).properties().forEach(each -> fields.put(each.getKey(), each.getValue()));
                yield new Key(fields);
            }
            default -> null;
        };
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static int rank(PathElement element) {
        return switch (element) {
            case Field _ -> 0;
            case Key _ -> 1;
            case Value _ -> 2;
            case Index _ -> 3;
        };
    }

    private static int compareFields(
            Iterator<Map.Entry<String, JsonNode>> left,
            Iterator<Map.Entry<String, JsonNode>> right) {
        while (left.hasNext() && right.hasNext()) {
            var l = left.next();
            var r = right.next();
            int byName = l.getKey().compareTo(r.getKey());
            int byField =
                    byName != 0 ? byName : JsonOrder.instance().compare(l.getValue(), r.getValue());
            if (byField != 0) {
                return byField;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }
}
