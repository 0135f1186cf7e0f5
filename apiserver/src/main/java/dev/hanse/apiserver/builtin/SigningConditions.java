package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.machinery.status.FieldError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;

/// The conditions of a CertificateSigningRequest: what was decided about it stays decided
/// (kubernetes/pkg/apis/certificates/validation).
final class SigningConditions {

    private static final String PATH = "status.conditions";
    private static final String FAILED = "Failed";
    private static final List<String> DECISIONS = List.of("Approved", "Denied");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private SigningConditions() {}

    static void check(JsonNode conditions, Checks checks) {
        var seen = new HashSet<String>();
        for (int i = 0; i < conditions.size(); i++) {
            var field = PATH + "[" + i + "]";
            var type = conditions.get(i).path("type").asText();
            var status = conditions.get(i).path("status").asText();
            var allowed =
                    type.equals(FAILED) || DECISIONS.contains(type) ? List.of("True") : STATUSES;
            if (type.isEmpty()) {
                checks.add(FieldError.required(field + ".type", ""));
            }
            if (status.isEmpty()) {
                checks.add(FieldError.required(field + ".status", ""));
            } else if (!allowed.contains(status)) {
                checks.add(FieldError.notSupported(field + ".status", status, allowed));
            }
            boolean known = !seen.add(type);
            if (DECISIONS.contains(type) && seen.containsAll(DECISIONS)) {
                checks.add(
                        FieldError.invalid(
                                PATH,
                                type,
                                "Approved and Denied conditions are mutually exclusive"));
            }
            if (known) {
                checks.add(FieldError.duplicate(field + ".type", type));
            }
        }
    }

    /// What was decided, and that signing failed, may not be taken back.
    static List<FieldError> removed(JsonNode conditions, JsonNode old) {
        var errors = new ArrayList<FieldError>();
        for (var type : List.of("Approved", "Denied", FAILED)) {
            if (count(conditions, type) < count(old, type)) {
                errors.add(forbidden("remove", type));
            }
        }
        return errors;
    }

    /// Decisions are made through `approval` only.
    static List<FieldError> added(JsonNode conditions, JsonNode old) {
        return DECISIONS.stream()
                .filter(type -> count(conditions, type) > count(old, type))
                .map(type -> forbidden("add", type))
                .toList();
    }

    private static FieldError forbidden(String what, String type) {
        return FieldError.forbidden(
                PATH, "updates may not " + what + " a condition of type \"" + type + "\"");
    }

    private static List<JsonNode> of(JsonNode conditions, String type) {
        return StreamSupport.stream(conditions.spliterator(), false)
                .filter(each -> each.path("type").asText().equals(type))
                .toList();
    }

    private static int count(JsonNode conditions, String type) {
        return of(conditions, type).size();
    }

    /// Whoever writes the status along with decisions means them as they are.
    static void keepDecisions(JsonNode conditions, JsonNode old) {
        for (var type : DECISIONS) {
            var before = of(old, type);
            var now = of(conditions, type);
            if (before.size() == now.size()) {
                for (int i = 0; i < now.size(); i++) {
                    ((ObjectNode) now.get(i)).removeAll().setAll((ObjectNode) before.get(i));
                }
            }
        }
    }

    /// Fills in the times that were left out; that of the transition is the old one while the
    /// status is.
    static void fillTimes(JsonNode conditions, JsonNode old, Instant now) {
        var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        if (!(conditions instanceof ArrayNode)) {
            return;
        }
        for (var each : conditions) {
            if (each instanceof ObjectNode condition) {
                if (!condition.path("lastUpdateTime").isTextual()) {
                    condition.put("lastUpdateTime", time);
                }
                if (!condition.path("lastTransitionTime").isTextual()) {
                    condition.put("lastTransitionTime", transition(condition, old, time));
                }
            }
        }
    }

    private static String transition(ObjectNode condition, JsonNode old, String now) {
        return of(old, condition.path("type").asText()).stream()
                .filter(each -> each.path("status").equals(condition.path("status")))
                .map(each -> each.path("lastTransitionTime").asText())
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(now);
    }
}
