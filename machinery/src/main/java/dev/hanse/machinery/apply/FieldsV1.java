package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import java.util.TreeSet;

/// The form of field sets in `metadata.managedFields[].fieldsV1`: objects whose names are path
/// elements (`f:name`, `k:{…}`, `v:…`, `i:0`). An empty object, or one with `.`, says that the path
/// itself is in the set.
public final class FieldsV1 {

    private static final String SELF = ".";

    private FieldsV1() {}

    public static ObjectNode encode(FieldSet set) {
        var json = JsonNodeFactory.instance.objectNode();
        var elements = new TreeSet<>(set.members());
        elements.addAll(set.children().keySet());
        for (var element : elements) {
            var below = json.putObject(element.serialized());
            var child = set.below(element);
            if (!child.isEmpty()) {
                if (set.contains(element)) {
                    below.putObject(SELF);
                }
                below.setAll(encode(child));
            }
        }
        return json;
    }

    /// Reads a set. Path elements of unknown kinds are left out.
    ///
    /// @throws IllegalArgumentException if `json` is no field set
    public static FieldSet decode(JsonNode json) {
        var members = new TreeSet<PathElement>();
        var children = new TreeMap<PathElement, FieldSet>();
        for (var field : json.properties()) {
            if (field.getKey().equals(SELF)) {
                continue;
            }
            var element = PathElement.parse(field.getKey());
            if (element == null) {
                continue;
            }
            var below = decode(field.getValue());
            if (below.isEmpty() || field.getValue().has(SELF)) {
                members.add(element);
            }
            children.put(element, below);
        }
        return FieldSet.of(members, children);
    }
}
