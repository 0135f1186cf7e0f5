package dev.hanse.machinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;

/// A total order of JSON values, in which numbers are equal when their values are (`1`, `1.0`),
/// whatever Java type holds them. Numbers come first, then strings, booleans, lists, objects and
/// null, as in Kubernetes' field sets.
public final class JsonOrder implements Comparator<JsonNode> {

    private static final JsonOrder ORDER = new JsonOrder();

    private JsonOrder() {}

    public static JsonOrder instance() {
        return ORDER;
    }

    public static boolean equal(JsonNode left, JsonNode right) {
        return ORDER.compare(left, right) == 0;
    }

    @Override
    public int compare(JsonNode left, JsonNode right) {
        int byKind = Integer.compare(rank(left), rank(right));
        if (byKind != 0) {
            return byKind;
        }
        return switch (left.getNodeType()) {
            case NUMBER -> compareNumbers(left, right);
            case STRING -> left.textValue().compareTo(right.textValue());
            case BOOLEAN -> Boolean.compare(left.booleanValue(), right.booleanValue());
            case ARRAY -> compareArrays(left.iterator(), right.iterator());
            case OBJECT -> compareObjects(left, right);
            case NULL, MISSING -> 0;
            case BINARY, POJO -> left.asText().compareTo(right.asText());
        };
    }

    private static int rank(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> 0;
            case STRING -> 1;
            case BOOLEAN -> 2;
            case ARRAY -> 3;
            case OBJECT -> 4;
            case NULL -> 5;
            case MISSING -> 6;
            case BINARY, POJO -> 7;
        };
    }

    private static int compareNumbers(JsonNode left, JsonNode right) {
        if (left.canConvertToLong()
                && right.canConvertToLong()
                && left.isIntegralNumber()
                && right.isIntegralNumber()) {
            return Long.compare(left.longValue(), right.longValue());
        }
        return left.decimalValue().compareTo(right.decimalValue());
    }

    private int compareArrays(Iterator<JsonNode> left, Iterator<JsonNode> right) {
        while (left.hasNext() && right.hasNext()) {
            int byItem = compare(left.next(), right.next());
            if (byItem != 0) {
                return byItem;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private int compareObjects(JsonNode left, JsonNode right) {
        var names = new TreeSet<String>();
        left.fieldNames().forEachRemaining(names::add);
        right.fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            // The object that has the first differing field comes first.
            int byField = compare(left.path(name), right.path(name));
            if (byField != 0) {
                return byField;
            }
        }
        return 0;
    }
}
