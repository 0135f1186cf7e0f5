package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;

/// A column of the table that Kubernetes prints for a kind; [Printers] fills its cells.
///
/// @param type an OpenAPI type; what kube-apiserver says, which is often `string` for numbers
/// @param format `name` for the column kubectl prints with `-o name` in mind, or empty
/// @param priority 0 is always shown, 1 only with `-o wide`
public record Column(
        String name, String type, String format, String description, int priority, Cell cell) {

    /// Where the value of a cell comes from.
    public sealed interface Cell {

        /// A field of the object.
        ///
        /// @param jsonPath a plain path such as `.spec.replicas`
        /// @param missing the value when the object does not have the field; may be a null node
        record Field(String jsonPath, JsonNode missing) implements Cell {}

        /// What the printer of that name makes of the object.
        record Computed(String printer) implements Cell {}
    }
}
