package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a schema node demands of a value and of what is inside it, compiled once.
///
/// On update, errors of a part that did not change are forgiven (KEP-4008, validation ratcheting),
/// so that tightening a schema does not lock the objects that already exist.
final class NodeCheck {

    /// Run for null, too.
    private final List<ValueCheck> always;

    private final List<ValueCheck> unlessNull;
    private final Map<String, NodeCheck> properties;
    private final @Nullable NodeCheck additional;
    private final boolean closed;
    private final @Nullable NodeCheck items;
    private final Correlation correlation;

    private NodeCheck(JsonNode schema) {
        this.always = always(schema);
        this.unlessNull = unlessNull(schema);
        this.properties = properties(schema.path("properties"));
        var rest = schema.path("additionalProperties");
        this.additional = rest.isObject() ? new NodeCheck(rest) : null;
        this.closed = rest.isBoolean() && !rest.asBoolean();
        this.items = schema.path("items").isObject() ? new NodeCheck(schema.path("items")) : null;
        this.correlation = Correlation.of(schema);
    }

    private static List<ValueCheck> always(JsonNode schema) {
        var checks = new ArrayList<ValueCheck>(2);
        TypeCheck.of(schema).ifPresent(checks::add);
        EnumCheck.of(schema).ifPresent(checks::add);
        return List.copyOf(checks);
    }

    private static List<ValueCheck> unlessNull(JsonNode schema) {
        var checks = new ArrayList<ValueCheck>(0);
        JunctorCheck.addAll(schema, checks);
        StringCheck.of(schema).ifPresent(checks::add);
        NumberCheck.of(schema).ifPresent(checks::add);
        SizeCheck.addAll(schema, checks);
        return List.copyOf(checks);
    }

    private static Map<String, NodeCheck> properties(JsonNode schemas) {
        var checks = new HashMap<String, NodeCheck>();
        schemas.properties()
                .forEach(each -> checks.put(each.getKey(), new NodeCheck(each.getValue())));
        return Map.copyOf(checks);
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
