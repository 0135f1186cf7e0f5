package dev.hanse.apiserver.builtin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What conditions (`meta/v1 Condition`) must be like, for the few built-in kinds that Kubernetes
/// looks at those of.
public final class ConditionRules {

    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final Pattern REASON_PATTERN = Pattern.compile(REASON);
    private static final int LONGEST_REASON = 1024;
    private static final int LONGEST_MESSAGE = 32 * 1024;

    private ConditionRules() {}

    public static void check(JsonNode conditions, String path, Checks checks) {
        var seen = new HashSet<String>();
        for (int i = 0; i < conditions.size(); i++) {
            var field = path + "[" + i + "]";
            var type = conditions.get(i).path("type").asText();
            if (!seen.add(type)) {
                checks.add(FieldError.duplicate(field + ".type", type));
            }
            check(conditions.get(i), type, field, checks);
        }
    }

    private static void check(JsonNode condition, String type, String field, Checks checks) {
        for (var problem : Names.qualifiedName(type)) {
            checks.add(FieldError.invalid(field + ".type", type, problem));
        }
        var status = condition.path("status").asText();
        if (!STATUSES.contains(status)) {
            checks.add(FieldError.notSupported(field + ".status", status, STATUSES));
        }
        if (condition.path("observedGeneration").asLong() < 0) {
            checks.add(
                    FieldError.invalid(
                            field + ".observedGeneration",
                            condition.path("observedGeneration"),
                            "must be greater than or equal to zero"));
        }
        if (!condition.path("lastTransitionTime").isTextual()) {
            checks.add(FieldError.required(field + ".lastTransitionTime", ""));
        }
        reason(condition.path("reason").asText(), field + ".reason", checks);
        if (condition.path("message").asText().length() > LONGEST_MESSAGE) {
            checks.add(FieldError.tooLong(field + ".message", LONGEST_MESSAGE));
        }
    }

    private static void reason(String reason, String field, Checks checks) {
        if (reason.isEmpty()) {
            checks.add(FieldError.required(field, ""));
            return;
        }
        if (!REASON_PATTERN.matcher(reason).matches()) {
            checks.add(
                    FieldError.invalid(
                            field,
                            reason,
                            "a condition reason must start with alphabetic character, optionally"
                                    + " followed by a string of alphanumeric characters or '_,:',"
                                    + " and must end with an alphanumeric character or '_' (e.g."
                                    + " 'my_name',  or 'MY_NAME',  or 'MyName',  or"
                                    + " 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for"
                                    + " validation is '"
                                    + REASON
                                    + "')"));
        }
        if (reason.length() > LONGEST_REASON) {
            checks.add(FieldError.tooLong(field, LONGEST_REASON));
        }
    }
}
