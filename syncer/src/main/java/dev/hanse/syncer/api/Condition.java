package dev.hanse.syncer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// One entry of `status.conditions`, without the time of its last transition.
///
/// @param status `True`, `False` or `Unknown`
/// @param reason one CamelCase word; never empty, as `meta/v1 Condition` demands
public record Condition(String type, String status, String reason, String message) {

    public static Condition yes(String type, String reason, String message) {
        return new Condition(type, "True", reason, message);
    }

    public static Condition no(String type, String reason, String message) {
        return new Condition(type, "False", reason, message);
    }

    public static Condition unknown(String type, String reason, String message) {
        return new Condition(type, "Unknown", reason, message);
    }

    /// The condition of this type that `object` has.
    public static Optional<Condition> of(KubeObject object, String type) {
        var json = find(object, type);
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(
                        new Condition(
                                type,
                                json.path("status").asText(),
                                json.path("reason").asText(),
                                json.path("message").asText()));
    }

    /// Whether `object` says exactly this already.
    public boolean isOn(KubeObject object) {
        return of(object, type).filter(this::equals).isPresent();
    }

    /// The entry to write on `object`; its time is `now` if the status is not what it was.
    public ObjectNode toJson(KubeObject object, Instant now) {
        var before = find(object, type);
        var since =
                before.path("status").asText().equals(status)
                        ? before.path("lastTransitionTime").asText()
                        : "";
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message)
                .put(
                        "lastTransitionTime",
                        since.isEmpty() ? now.truncatedTo(ChronoUnit.SECONDS).toString() : since);
    }

    private static JsonNode find(KubeObject object, String type) {
        for (var each : object.status().path("conditions")) {
            if (each.path("type").asText().equals(type)) {
                return each;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }
}
