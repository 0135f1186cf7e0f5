package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.status.FieldError;

/// A default must itself be valid where it is put, and must not contain unknown fields.
final class DefaultRules {

    /// A name for the value while it is pruned; never seen outside.
    private static final String HOLDER = "value";

    private final Report report;

    DefaultRules(Report report) {
        this.report = report;
    }

    void check(SchemaNode schema, FieldPath path) {
        var standard = schema.defaultValue();
        if (standard != null && !(standard.isNull() && schema.nullable())) {
            checkDefault(standard, schema, path.child("default"));
        }
        schema.properties()
                .forEach((name, child) -> check(child, path.child("properties").key(name)));
        if (schema.items() != null) {
            check(schema.items(), path.child("items"));
        }
        if (schema.additionalProperties() != null) {
            check(schema.additionalProperties(), path.child("additionalProperties"));
        }
    }

    private void checkDefault(JsonNode standard, SchemaNode schema, FieldPath path) {
        if (hasUnknownFields(standard, schema)) {
            report.add(FieldError.invalid(path.field(), standard, "must not have unknown fields"));
        }
        NodeCheck.compile(schema.source()).check(standard, null, path, report);
        ListTypeCheck.check(standard, schema, path, report);
    }

    private static boolean hasUnknownFields(JsonNode standard, SchemaNode schema) {
        if (!standard.isContainerNode()) {
            return false;
        }
        // Pruning starts at an object; an object around the value gives it one.
        var holder = JsonNodeFactory.instance.objectNode();
        holder.set(HOLDER, standard.deepCopy());
        var around = JsonNodeFactory.instance.objectNode();
        around.putObject("properties").set(HOLDER, schema.source());
        return !Pruning.apply(holder, SchemaNode.parse(around)).isEmpty();
    }
}
