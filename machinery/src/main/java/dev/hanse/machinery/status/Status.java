package dev.hanse.machinery.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A failure as Kubernetes' `meta/v1 Status` reports it.
///
/// @param reason the machine-readable `StatusReason`
/// @param details null when there is nothing to add
/// @param continueToken with which a list may go on nevertheless, or empty
public record Status(
        int code, String reason, String message, @Nullable Details details, String continueToken) {

    public Status(int code, String reason, String message, @Nullable Details details) {
        this(code, reason, message, details, "");
    }

    /// What the failure is about. `kind` holds the resource's plural name where Kubernetes puts it
    /// there.
    public record Details(
            String name,
            String group,
            String kind,
            String uid,
            List<Cause> causes,
            int retryAfterSeconds) {
        public Details {
            causes = List.copyOf(causes);
        }
    }

    public static Status failure(int code, String reason, String message) {
        return new Status(code, reason, message, null);
    }

    public Status withContinue(String token) {
        return new Status(code, reason, message, details, token);
    }

    public Status withRetryAfterSeconds(int seconds) {
        var d = details == null ? new Details("", "", "", "", List.of(), 0) : details;
        return new Status(
                code,
                reason,
                message,
                new Details(d.name(), d.group(), d.kind(), d.uid(), d.causes(), seconds),
                continueToken);
    }

    public Status withCauses(List<Cause> causes) {
        var d = details == null ? new Details("", "", "", "", List.of(), 0) : details;
        return new Status(
                code,
                reason,
                message,
                new Details(d.name(), d.group(), d.kind(), d.uid(), causes, d.retryAfterSeconds()),
                continueToken);
    }

    /// The `v1 Status` document, fields in Kubernetes' order.
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "Status").put("apiVersion", "v1");
        putUnlessEmpty(json.putObject("metadata"), "continue", continueToken);
        json.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            json.put("reason", reason);
        }
        if (details != null) {
            var d = json.putObject("details");
            putUnlessEmpty(d, "name", details.name());
            putUnlessEmpty(d, "group", details.group());
            putUnlessEmpty(d, "kind", details.kind());
            putUnlessEmpty(d, "uid", details.uid());
            if (!details.causes().isEmpty()) {
                var causes = d.putArray("causes");
                for (var cause : details.causes()) {
                    var each = causes.addObject();
                    putUnlessEmpty(each, "reason", cause.reason());
                    putUnlessEmpty(each, "message", cause.message());
                    putUnlessEmpty(each, "field", cause.field());
                }
            }
            if (details.retryAfterSeconds() > 0) {
                d.put("retryAfterSeconds", details.retryAfterSeconds());
            }
        }
        json.put("code", code);
        return json;
    }

    /// Reads a `v1 Status` document; missing parts become empty.
    public static Status fromJson(JsonNode json, int code) {
        var d = json.path("details");
        var causes = new ArrayList<Cause>();
        for (var each : d.path("causes")) {
            causes.add(
                    new Cause(
                            each.path("reason").asText(),
                            each.path("message").asText(),
                            each.path("field").asText()));
        }
        return new Status(
                json.path("code").asInt(code),
                json.path("reason").asText(),
                json.path("message").asText(),
                d.isObject()
                        ? new Details(
                                d.path("name").asText(),
                                d.path("group").asText(),
                                d.path("kind").asText(),
                                d.path("uid").asText(),
                                causes,
                                d.path("retryAfterSeconds").asInt())
                        : null,
                json.path("metadata").path("continue").asText());
    }

    private static void putUnlessEmpty(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }
}
