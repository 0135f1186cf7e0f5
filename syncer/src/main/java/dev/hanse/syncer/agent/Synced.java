package dev.hanse.syncer.agent;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.transform.OrderStatus;
import java.util.List;
import java.util.stream.Collectors;

/// The words of the condition in which the agent tells a tenant what became of an order. Reasons
/// are a closed list, and messages name fields, never what else is on the worker.
final class Synced {

    private Synced() {}

    static Condition applied() {
        return Condition.yes(OrderStatus.SYNCED, "Applied", "");
    }

    static Condition conflict() {
        return no("Conflict", "the site has an object in its place that is not from here");
    }

    static Condition replacing() {
        return no("Waiting", "an earlier copy is still being removed at the site");
    }

    static Condition removing() {
        return no("Deleting", "the copy at the site is being removed");
    }

    static Condition blocked(List<String> finalizers) {
        return no("BlockedByFinalizers", "the site keeps it for " + String.join(", ", finalizers));
    }

    static Condition secretMissing(String name) {
        return no("Waiting", "the site has no secret \"" + name + "\" yet");
    }

    static Condition secretTaken(String name) {
        return no("Conflict", "secret \"" + name + "\" is there already and is not overwritten");
    }

    static Condition secretNotClaimed() {
        return no("Forbidden", "the APIBinding does not accept the permission claim on secrets");
    }

    /// Why the worker did not take an order.
    static Condition refused(ApiException e) {
        var message = e.status().message();
        return switch (e.code()) {
            case 403 -> forbidden(message);
            case 404 -> no("APIMissing", "the site does not serve this API");
            case 409 -> no("Conflict", "the site's own changes are in the way");
            case 413 -> no("TooLarge", "the object is too large for the site");
            case 422 ->
                    no(
                            message.contains("immutable") ? "ImmutableField" : "Invalid",
                            "the site does not accept " + fields(e));
            case 429 -> no("Throttled", "the site asks to wait");
            case 503, 504 -> no("Waiting", "the site's cluster does not answer");
            default -> no("Unknown", "the site answered " + e.code() + " " + e.reason());
        };
    }

    private static Condition forbidden(String message) {
        if (message.contains("exceeded quota")) {
            return no("QuotaExceeded", "the quota at the site is used up");
        }
        if (message.contains("being terminated")) {
            return no("NamespaceTerminating", "the namespace at the site is being removed");
        }
        if (message.contains("admission") || message.contains("denied the request")) {
            return no("AdmissionDenied", "a policy of the site does not allow it");
        }
        return no("Forbidden", "the agent may not do this at the site");
    }

    private static String fields(ApiException e) {
        var details = e.status().details();
        var fields =
                details == null
                        ? ""
                        : details.causes().stream()
                                .map(Cause::field)
                                .filter(each -> !each.isEmpty())
                                .distinct()
                                .collect(Collectors.joining(", "));
        return fields.isEmpty() ? "the object" : fields;
    }

    private static Condition no(String reason, String message) {
        return Condition.no(OrderStatus.SYNCED, reason, message);
    }
}
