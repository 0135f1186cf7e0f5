package dev.hanse.kinds.protobuf;

import java.util.Map;
import java.util.Optional;

/// The messages of the built-in kinds, as the build derived them.
///
/// @param kinds full names of messages by `apiVersion/kind`; kinds that are in every group version,
///   such as DeleteOptions, by their name only
/// @param messages by full name, then by field number
public record MessageTable(
        Map<String, String> kinds, Map<String, Map<Integer, MessageField>> messages) {

    /// The name of a kind's message.
    Optional<String> message(String apiVersion, String kind) {
        return Optional.ofNullable(kinds.getOrDefault(apiVersion + "/" + kind, kinds.get(kind)));
    }

    Map<Integer, MessageField> fields(String message) {
        var fields = messages.get(message);
        if (fields == null) {
            throw new IllegalStateException("the build left out the message " + message);
        }
        return fields;
    }
}
