package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.FieldError;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// Groups of the Kubernetes community are only for those who have its approval, or say that they
/// have not (KEP-1111).
///
/// @param state what the annotation says
/// @param reason in words
record CrdApproval(State state, String reason) {

    enum State {
        MISSING("MissingAnnotation"),
        INVALID("InvalidAnnotation"),
        APPROVED("ApprovedAnnotation"),
        BYPASSED("UnapprovedAnnotation");

        private final String conditionReason;

        State(String conditionReason) {
            this.conditionReason = conditionReason;
        }
    }

    private static final String ANNOTATION = "api-approved.kubernetes.io";
    private static final String NEEDED =
            "protected groups must have approval annotation \"" + ANNOTATION + "\"";
    private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";

    private static CrdApproval of(JsonNode crd) {
        var value = crd.path("metadata").path("annotations").path(ANNOTATION).asText();
        if (value.isEmpty()) {
            return new CrdApproval(State.MISSING, NEEDED + SEE);
        }
        if (value.startsWith("unapproved")) {
            return new CrdApproval(State.BYPASSED, "not approved: \"" + value + "\"");
        }
        return isUrl(value)
                ? new CrdApproval(State.APPROVED, "approved in " + value)
                : new CrdApproval(
                        State.INVALID,
                        NEEDED
                                + " with either a URL or a reason starting with \"unapproved\""
                                + SEE);
    }

    static void check(JsonNode crd, List<FieldError> errors) {
        if (!isCommunity(crd)) {
            return;
        }
        var approval = of(crd);
        var field = "metadata.annotations[" + ANNOTATION + "]";
        switch (approval.state()) {
            case MISSING -> errors.add(FieldError.required(field, approval.reason()));
            case INVALID ->
                    errors.add(
                            FieldError.invalid(
                                    field,
                                    crd.path("metadata").path("annotations").path(ANNOTATION),
                                    approval.reason()));
            case APPROVED, BYPASSED -> {}
        }
    }

    /// Shows on the definition whether it is approved; says nothing about other groups.
    static void show(ObjectNode crd, Instant now) {
        if (!isCommunity(crd)) {
            return;
        }
        var approval = of(crd);
        Crd.set(
                crd,
                new Crd.Condition(
                        Crd.APPROVED,
                        approval.state() == State.APPROVED,
                        approval.state().conditionReason,
                        approval.reason()),
                now);
    }

    private static boolean isCommunity(JsonNode crd) {
        var group = crd.path("spec").path("group").asText();
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    private static boolean isUrl(String value) {
        try {
            var uri = URI.create(value);
            return uri.getScheme() != null && uri.getHost() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
