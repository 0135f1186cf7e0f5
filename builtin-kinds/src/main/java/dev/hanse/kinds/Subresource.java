package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;

/// A subresource of a built-in kind.
///
/// @param kind what is read and written there: the parent's kind, or for instance Scale
/// @param schemaSource where [#schema] comes from
public record Subresource(
        String name, GroupVersionKind kind, List<String> verbs, SchemaSource schemaSource) {

    public Subresource {
        verbs = List.copyOf(verbs);
    }

    public JsonNode schema() {
        return schemaSource.schema();
    }
}
