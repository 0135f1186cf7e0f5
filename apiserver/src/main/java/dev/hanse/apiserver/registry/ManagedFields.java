package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// The field ownership computed for a write, kept aside while the object passes through hands that
/// know nothing of it.
record ManagedFields(@Nullable JsonNode entries) {

    static ManagedFields of(ObjectNode object) {
        var entries = object.path("metadata").get("managedFields");
        return new ManagedFields(entries == null ? null : entries.deepCopy());
    }

    void record(ObjectNode object) {
        var metadata = Shape.metadata(object);
        if (entries == null || entries.isEmpty()) {
            metadata.remove("managedFields");
        } else {
            metadata.set("managedFields", entries);
        }
    }
}
