package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;

/// One compiled validation of a single value.
@FunctionalInterface
interface ValueCheck {

    /// Adds to the report what is wrong with the value.
    void check(JsonNode value, FieldPath path, Report report);
}
