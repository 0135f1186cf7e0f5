package dev.hanse.apiserver.builtin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Fills in fields of an object that are not there, and leaves alone those that are.
public record Defaults(ObjectNode object) {

    public static Defaults of(ObjectNode object) {
        return new Defaults(object);
    }

    /// Of the object in a field, which is made when it is not there.
    public static Defaults in(ObjectNode parent, String field) {
        return new Defaults(parent.withObjectProperty(field));
    }

    public Defaults text(String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
        return this;
    }

    public Defaults number(String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
        return this;
    }

    public Defaults flag(String field, boolean value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
        return this;
    }

    public Defaults value(String field, JsonNode value) {
        if (!object.has(field)) {
            object.set(field, value.deepCopy());
        }
        return this;
    }
}
