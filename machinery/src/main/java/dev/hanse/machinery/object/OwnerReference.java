package dev.hanse.machinery.object;

import com.fasterxml.jackson.databind.JsonNode;

/// An entry of `metadata.ownerReferences`.
///
/// @param blocksOwnerDeletion whether the owner, when it is deleted in the foreground, waits for
///   the object that names it
public record OwnerReference(
        String apiVersion,
        String kind,
        String name,
        String uid,
        boolean controller,
        boolean blocksOwnerDeletion) {

    static OwnerReference of(JsonNode json) {
        return new OwnerReference(
                json.path("apiVersion").asText(),
                json.path("kind").asText(),
                json.path("name").asText(),
                json.path("uid").asText(),
                json.path("controller").asBoolean(),
                json.path("blockOwnerDeletion").asBoolean());
    }
}
