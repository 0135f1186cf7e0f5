package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a schema node demands of a value and of what is inside it, compiled once.
///
/// On update, errors of a part that did not change are forgiven (KEP-4008, validation ratcheting),
/// so that tightening a schema does not lock the objects that already exist.
final class NodeCheck {

    /// Run for null, too.
    private final List<ValueCheck> always = new ArrayList<>(1);

    private final List<ValueCheck> unlessNull = new ArrayList<>(0);
    private final Map<String, NodeCheck> properties = new LinkedHashMap<>(0);
    private final @Nullable NodeCheck additional;
    private final boolean closed;
    private final @Nullable NodeCheck items;
    private final Correlation correlation;

    private NodeCheck(JsonNode schema) {
        TypeCheck.of(schema).ifPresent(always::add);
        EnumCheck.of(schema).ifPresent(always::add);
        JunctorCheck.addAll(schema, unlessNull);
        StringCheck.of(schema).ifPresent(unlessNull::add);
        NumberCheck.of(schema).ifPresent(unlessNull::add);
        SizeCheck.addAll(schema, unlessNull);
        schema.path("properties")
                .properties()
                .forEach(each -> properties.put(each.getKey(), new NodeCheck(each.getValue())));
        var rest = schema.path("additionalProperties");
        this.additional = rest.isObject() ? new NodeCheck(rest) : null;
        this.closed = rest.isBoolean() && !rest.asBoolean();
        this.items = schema.path("items").isObject() ? new NodeCheck(schema.path("items")) : null;
        this.correlation = Correlation.of(schema);
    }

    static NodeCheck compile(JsonNode schema) {
        return new NodeCheck(schema);
    }

    /// @param old the value before the update, or null when there is none to compare with
    void check(JsonNode value, @Nullable JsonNode old, FieldPath path, Report report) {
        var before = report.size();
        for (var each : always) {
            each.check(value, path, report);
        }
        if (!value.isNull()) {
            for (var each : unlessNull) {
                each.check(value, path, report);
            }
            switch (value) {
                case ObjectNode object -> checkFields(object, old, path, report);
                case ArrayNode array when items != null ->
                        checkItems(array, items, old, path, report);
                default -> {}
            }
        }
        if (report.size() == before) {
            report.match();
        } else if (value.equals(old)) {
            report.truncate(before);
        }
    }

    private void checkFields(
            ObjectNode object, @Nullable JsonNode old, FieldPath path, Report report) {
        for (var field : object.properties()) {
            var name = field.getKey();
            var check = properties.get(name);
            if (check == null) {
                check = additional;
            }
            if (check != null) {
                check.check(
                        field.getValue(), correlation.field(old, name), path.child(name), report);
            } else if (closed) {
                report.add(
                        FieldError.invalid(
                                path.field(),
                                name,
                                path.child(name) + " in body is a forbidden property"));
            }
        }
    }

    private void checkItems(
            ArrayNode array,
            NodeCheck items,
            @Nullable JsonNode old,
            FieldPath path,
            Report report) {
        var counterparts = correlation.items(old);
        for (int i = 0; i < array.size(); i++) {
            var item = array.get(i);
            items.check(item, counterparts.of(item), path.index(i), report);
        }
    }
}
