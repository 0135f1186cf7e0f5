package dev.hanse.kinds;

import static dev.hanse.kinds.Cells.number;
import static dev.hanse.kinds.Cells.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hanse.machinery.object.HumanDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// The computed columns of the kinds every workspace serves.
final class ControlPlanePrinters {
    private ControlPlanePrinters() {}

    static Map<String, Function<JsonNode, JsonNode>> all(Ages ages) {
        var all = new HashMap<String, Function<JsonNode, JsonNode>>();
        all.put("age", text(object -> ages.since(object.at("/metadata/creationTimestamp"))));
        all.put(
                "dataKeys",
                number(object -> object.path("data").size() + object.path("binaryData").size()));
        all.put("quotaRequests", text(object -> quota(object.path("status"), false)));
        all.put("quotaLimits", text(object -> quota(object.path("status"), true)));
        all.put("roleRef", text(object -> kindAndName(object.path("roleRef"))));
        all.put("subjectUsers", text(object -> subjects(object, "User")));
        all.put("subjectGroups", text(object -> subjects(object, "Group")));
        all.put("subjectServiceAccounts", text(object -> subjects(object, "ServiceAccount")));
        all.put("requestedDuration", text(ControlPlanePrinters::requestedDuration));
        all.put("signingCondition", text(object -> signingCondition(object.path("status"))));
        all.put("webhookCount", number(object -> object.path("webhooks").size()));
        all.put("validationCount", number(object -> object.at("/spec/validations").size()));
        all.put("mutationCount", number(object -> object.at("/spec/mutations").size()));
        all.put("paramKind", text(object -> paramKind(object.at("/spec/paramKind"))));
        all.put("paramRef", text(object -> paramRef(object.at("/spec/paramRef"))));
        all.put("eventLastSeen", text(object -> eventLastSeen(object, ages)));
        all.put("eventFirstSeen", text(object -> ages.since(eventFirstTime(object))));
        all.put("eventCount", number(ControlPlanePrinters::eventCount));
        all.put(
                "eventObject",
                text(object -> eventObject(either(object, "involvedObject", "regarding"))));
        all.put("eventSource", text(ControlPlanePrinters::eventSource));
        all.put("eventMessage", text(object -> either(object, "message", "note").asText().strip()));
        return all;
    }

    private static String quota(JsonNode status, boolean limits) {
        var names = new TreeSet<String>();
        status.path("hard").fieldNames().forEachRemaining(names::add);
        var parts = new ArrayList<String>();
        for (var name : names) {
            if (name.startsWith("limits.") == limits) {
                var used = status.path("used").path(name).asText("0");
                parts.add(name + ": " + used + "/" + status.path("hard").path(name).asText());
            }
        }
        return String.join(", ", parts);
    }

    static String kindAndName(JsonNode reference) {
        return reference.path("kind").asText() + "/" + reference.path("name").asText();
    }

    private static String subjects(JsonNode binding, String kind) {
        var found = new ArrayList<String>();
        for (var subject : binding.path("subjects")) {
            if (subject.path("kind").asText().equals(kind)) {
                var namespace = subject.path("namespace").asText();
                var name = subject.path("name").asText();
                found.add(namespace.isEmpty() ? name : namespace + "/" + name);
            }
        }
        return String.join(", ", found);
    }

    private static String requestedDuration(JsonNode request) {
        var seconds = request.at("/spec/expirationSeconds");
        return seconds.isNumber()
                ? HumanDuration.of(Duration.ofSeconds(seconds.asLong()))
                : Cells.NONE;
    }

    private static String signingCondition(JsonNode status) {
        var types = Cells.texts(status.path("conditions"), "type");
        var text =
                new StringBuilder(
                        types.contains("Denied")
                                ? "Denied"
                                : types.contains("Approved") ? "Approved" : "Pending");
        if (types.contains("Failed")) {
            text.append(",Failed");
        }
        if (!status.path("certificate").asText().isEmpty()) {
            text.append(",Issued");
        }
        return text.toString();
    }

    private static String paramKind(JsonNode paramKind) {
        return paramKind.isObject()
                ? paramKind.path("apiVersion").asText() + "/" + paramKind.path("kind").asText()
                : Cells.UNSET;
    }

    private static String paramRef(JsonNode reference) {
        if (!reference.path("name").asText().isEmpty()) {
            // Nobody knows here whether the parameter has a namespace.
            return reference.path("namespace").asText("*") + "/" + reference.path("name").asText();
        }
        return reference.has("selector") ? Cells.selector(reference.path("selector")) : Cells.UNSET;
    }

    private static String eventLastSeen(JsonNode event, Ages ages) {
        var inSeries = event.at("/series/lastObservedTime");
        if (inSeries.isTextual()) {
            return ages.since(inSeries);
        }
        var last = either(event, "lastTimestamp", "deprecatedLastTimestamp");
        return ages.since(last.isTextual() ? last : eventFirstTime(event));
    }

    private static JsonNode eventFirstTime(JsonNode event) {
        var first = either(event, "firstTimestamp", "deprecatedFirstTimestamp");
        return first.isTextual() ? first : event.path("eventTime");
    }

    private static int eventCount(JsonNode event) {
        if (event.path("series").isObject()) {
            return event.at("/series/count").asInt();
        }
        return Math.max(1, either(event, "count", "deprecatedCount").asInt());
    }

    private static String eventObject(JsonNode reference) {
        var kind = reference.path("kind").asText().toLowerCase(Locale.ROOT);
        var name = reference.path("name").asText();
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String eventSource(JsonNode event) {
        var source = either(event, "source", "deprecatedSource");
        var component = source.path("component").asText();
        if (component.isEmpty()) {
            component = either(event, "reportingComponent", "reportingController").asText();
        }
        var host = source.path("host").asText();
        if (host.isEmpty()) {
            host = event.path("reportingInstance").asText();
        }
        return host.isEmpty() ? component : component + ", " + host;
    }

    /// An event's field under its name in the core group or in `events.k8s.io`.
    private static JsonNode either(JsonNode event, String core, String events) {
        var found = event.path(core);
        return found instanceof MissingNode || found.isNull() ? event.path(events) : found;
    }
}
