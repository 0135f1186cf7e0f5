package dev.hanse.workspaces.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The conditions of one object, edited in place.
///
/// kcp's conditions are Cluster API's: they carry a severity when false, are sorted with `Ready`
/// first, and their transition time moves with any change. Not thread-safe.
public final class Conditions {
    private static final String READY = "Ready";
    private static final Comparator<JsonNode> ORDER =
            Comparator.<JsonNode, Boolean>comparing(
                            each -> !each.path("type").asText().equals(READY))
                    .thenComparing(each -> each.path("type").asText());

    private final ObjectNode object;
    private final Clock clock;

    private Conditions(ObjectNode object, Clock clock) {
        this.object = object;
        this.clock = clock;
    }

    public static Conditions of(ObjectNode object, Clock clock) {
        return new Conditions(object, clock);
    }

    /// How bad it is that a condition is false.
    public enum Severity {
        ERROR("Error"),
        WARNING("Warning"),
        INFO("Info");

        private final String text;

        Severity(String text) {
            this.text = text;
        }
    }

    /// Whether an object says `True` for a condition.
    public static boolean isTrue(JsonNode object, String type) {
        return find(object, type)
                .map(each -> each.path("status").asText().equals("True"))
                .orElse(false);
    }

    public static Optional<JsonNode> find(JsonNode object, String type) {
        for (var each : object.path("status").path("conditions")) {
            if (each.path("type").asText().equals(type)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public void markTrue(String type) {
        put(type, "True", "", "", "");
    }

    public void markFalse(String type, String reason, Severity severity, String message) {
        put(type, "False", severity.text, reason, message);
    }

    public void remove(String type) {
        var kept = current();
        kept.removeIf(each -> each.path("type").asText().equals(type));
        write(kept);
    }

    /// Sets `Ready` to the worst of the given conditions that are present.
    public void summarize(List<String> types) {
        current().stream()
                .filter(each -> types.contains(each.path("type").asText()))
                .min(Comparator.comparingInt(Conditions::rank))
                .ifPresent(
                        worst ->
                                put(
                                        READY,
                                        worst.path("status").asText(),
                                        worst.path("severity").asText(),
                                        worst.path("reason").asText(),
                                        worst.path("message").asText()));
    }

    private static int rank(JsonNode condition) {
        return switch (condition.path("status").asText()) {
            case "False" ->
                    switch (condition.path("severity").asText()) {
                        case "Error" -> 0;
                        case "Warning" -> 1;
                        default -> 2;
                    };
            case "True" -> 3;
            default -> 4;
        };
    }

    private void put(String type, String status, String severity, String reason, String message) {
        var next = object.objectNode();
        next.put("type", type).put("status", status);
        putUnlessEmpty(next, "severity", severity);
        putUnlessEmpty(next, "reason", reason);
        putUnlessEmpty(next, "message", message);
        var kept = current();
        var before =
                kept.stream().filter(each -> each.path("type").asText().equals(type)).findFirst();
        if (before.isPresent() && sameButForTime(before.get(), next)) {
            return;
        }
        next.put(
                "lastTransitionTime",
                Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
        kept.removeIf(each -> each.path("type").asText().equals(type));
        kept.add(next);
        write(kept);
    }

    private static boolean sameButForTime(JsonNode before, ObjectNode next) {
        var copy = (ObjectNode) before.deepCopy();
        copy.remove("lastTransitionTime");
        return copy.equals(next);
    }

    private static void putUnlessEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }

    private List<JsonNode> current() {
        var found = new ArrayList<JsonNode>();
        object.path("status").path("conditions").forEach(found::add);
        return found;
    }

    private void write(List<JsonNode> conditions) {
        conditions.sort(ORDER);
        object.withObjectProperty("status").putArray("conditions").addAll(conditions);
    }
}
