package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;

/// Hands out a schema, and reads it only when first asked for. Thread-safe.
@FunctionalInterface
public interface SchemaSource {

    /// An OpenAPI v3 structural schema without references, to be read and never changed: parts of
    /// it are shared with other kinds.
    JsonNode schema();
}
