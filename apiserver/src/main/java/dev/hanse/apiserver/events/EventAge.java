package dev.hanse.apiserver.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;

/// When an event was last written, as far as it says so itself.
final class EventAge {

    private EventAge() {}

    /// The newest time in the event that is not in the future.
    static Instant lastWritten(KubeObject event, Instant now) {
        var json = event.json();
        var times = new ArrayList<JsonNode>();
        times.add(event.metadata().path("creationTimestamp"));
        times.add(json.path("lastTimestamp"));
        times.add(json.path("eventTime"));
        times.add(json.path("series").path("lastObservedTime"));
        event.metadata().path("managedFields").forEach(each -> times.add(each.path("time")));
        var newest = Instant.EPOCH;
        for (var each : times) {
            var time = parse(each.asText());
            if (time.isAfter(newest) && !time.isAfter(now)) {
                newest = time;
            }
        }
        return newest;
    }

    private static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            return Instant.EPOCH;
        }
    }
}
