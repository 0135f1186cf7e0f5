package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Ways of putting parts of an object into one cell that several printers share.
final class Cells {
    static final String NONE = "<none>";
    static final String UNSET = "<unset>";

    private Cells() {}

    static Function<JsonNode, JsonNode> text(Function<JsonNode, String> printer) {
        return object -> TextNode.valueOf(printer.apply(object));
    }

    static Function<JsonNode, JsonNode> number(ToIntFunction<JsonNode> printer) {
        return object -> IntNode.valueOf(printer.applyAsInt(object));
    }

    /// The texts at `field` of all elements.
    static List<String> texts(JsonNode array, String field) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.path(field).asText()));
        return found;
    }

    /// At most `limit` elements, and how many more there are.
    static String shortened(List<String> all, int limit, String whenEmpty) {
        if (all.isEmpty()) {
            return whenEmpty;
        }
        var shown = String.join(",", all.subList(0, Math.min(limit, all.size())));
        return all.size() > limit ? shown + " + " + (all.size() - limit) + " more..." : shown;
    }

    /// A map of labels as `a=b,c=d`, sorted.
    static String labels(JsonNode map) {
        return orNone(String.join(",", equalities(map).values()));
    }

    /// A LabelSelector in the form `-l` takes.
    static String selector(JsonNode selector) {
        var requirements = equalities(selector.path("matchLabels"));
        for (var each : selector.path("matchExpressions")) {
            var key = each.path("key").asText();
            var values = new TreeSet<String>();
            each.path("values").forEach(value -> values.add(value.asText()));
            var set = " (" + String.join(",", values) + ")";
            requirements.merge(
                    key,
                    switch (each.path("operator").asText()) {
                        case "In" -> key + " in" + set;
                        case "NotIn" -> key + " notin" + set;
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    },
                    (first, second) -> first + "," + second);
        }
        return orNone(String.join(",", requirements.values()));
    }

    private static Map<String, String> equalities(JsonNode map) {
        var sorted = new TreeMap<String, String>();
        map.properties()
                .forEach(
                        each ->
                                sorted.put(
                                        each.getKey(),
                                        each.getKey() + "=" + each.getValue().asText()));
        return sorted;
    }

    static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }
}
