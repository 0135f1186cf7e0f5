package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.HumanDuration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/// How long ago something was, in the two-unit form of `kubectl get`.
final class Ages {
    private static final String UNKNOWN = "<unknown>";

    private final InstantSource clock;

    Ages(InstantSource clock) {
        this.clock = clock;
    }

    /// The age of a timestamp of an object, or `<unknown>` when there is none.
    String since(JsonNode timestamp) {
        if (!timestamp.isTextual()) {
            return UNKNOWN;
        }
        try {
            return HumanDuration.between(Instant.parse(timestamp.textValue()), clock.instant());
        } catch (DateTimeParseException e) {
            return UNKNOWN;
        }
    }
}
