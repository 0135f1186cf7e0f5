package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which fields a value consists of: its leaves, the keys of its maps and the items of its lists.
/// Fields that the schema names are no members when they only hold others.
final class ValueFields {

    private final FieldSet.Builder found = new FieldSet.Builder();
    private final List<PathElement> path = new ArrayList<>();

    private ValueFields() {}

    /// @throws UntypedValueException if a list item has no name
    static FieldSet of(MergeSchema schema, JsonNode value) {
        var walk = new ValueFields();
        walk.walk(schema, value);
        return walk.found.build();
    }

    private void walk(MergeSchema schema, JsonNode value) {
        switch (schema.shape(value)) {
            case SCALAR -> found.add(path);
            case LIST -> walkList(schema, value);
            case MAP -> walkMap(schema, value);
        }
    }

    private void walkMap(MergeSchema schema, JsonNode map) {
        if (schema.isAtomicMap()) {
            found.add(path);
            return;
        }
        for (var field : map.properties()) {
            var name = field.getKey();
            var value = field.getValue();
            path.add(new PathElement.Field(name));
            walk(schema.field(name), value);
            // Null, {} and [] say something too. (Upstream forgets [], so that nobody owns it.)
            boolean empty = value.isNull() || (value.isContainerNode() && value.isEmpty());
            if (empty || !schema.declares(name)) {
                found.add(path);
            }
            path.removeLast();
        }
    }

    private void walkList(MergeSchema schema, JsonNode list) {
        if (schema.isAtomicList()) {
            found.add(path);
            return;
        }
        var items = new TreeMap<PathElement, JsonNode>();
        var repeated = new TreeSet<PathElement>();
        for (var item : list) {
            var element = schema.element(item);
            if (items.put(element, item) != null) {
                repeated.add(element);
            }
        }
        items.forEach(
                (element, item) -> {
                    path.add(element);
                    if (!repeated.contains(element)) {
                        walk(schema.items(), item);
                    }
                    found.add(path);
                    path.removeLast();
                });
    }

    /// `set` and, for every path in it, the fields above that the schema names.
    static FieldSet withNamedFields(MergeSchema schema, FieldSet set) {
        var members = new TreeSet<>(set.members());
        var children = new TreeMap<PathElement, FieldSet>();
        set.children()
                .forEach(
                        (element, below) -> {
                            var child = schema.items();
                            if (element instanceof PathElement.Field(var name)) {
                                child = schema.field(name);
                                if (schema.declares(name)) {
                                    members.add(element);
                                }
                            }
                            children.put(element, withNamedFields(child, below));
                        });
        return FieldSet.of(members, children);
    }
}
