package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.status.Status;
import java.util.List;

/// Whether a disruption budget lets one more pod go, and why not (kubernetes
/// pkg/registry/core/pod/storage/eviction.go).
final class DisruptionRules {

    /// More than these are evictions that nobody confirms.
    private static final int MOST_DISRUPTED = 2000;

    private static final GroupResource BUDGET = new GroupResource("policy", "poddisruptionbudget");

    private DisruptionRules() {}

    static void requireAllowed(KubeObject budget) {
        var name = budget.name();
        var status = budget.json().path("status");
        if (status.path("observedGeneration").asLong()
                < budget.metadata().path("generation").asLong()) {
            throw refused(
                    "The disruption budget " + name + " is still being processed by the server.");
        }
        int allowed = status.path("disruptionsAllowed").asInt();
        if (allowed < 0) {
            throw ApiException.forbidden(BUDGET, name, "pdb disruptions allowed is negative");
        }
        if (status.path("disruptedPods").size() > MOST_DISRUPTED) {
            throw ApiException.forbidden(
                    BUDGET,
                    name,
                    "DisruptedPods map too big - too many evictions not confirmed by PDB"
                            + " controller");
        }
        if (allowed == 0) {
            throw refused("The disruption budget " + name + " " + why(status));
        }
    }

    private static String why(JsonNode status) {
        JsonNode condition = MissingNode.getInstance();
        for (var each : status.path("conditions")) {
            if (each.path("type").asText().equals("DisruptionAllowed")
                    && each.path("status").asText().equals("False")
                    && !each.path("message").asText().isEmpty()) {
                condition = each;
            }
        }
        var message = condition.path("message").asText();
        var reason = condition.path("reason").asText();
        if (reason.equals("SyncFailed")) {
            return "does not allow evicting pods currently because it failed sync: " + message;
        }
        int desired = status.path("desiredHealthy").asInt();
        int current = status.path("currentHealthy").asInt();
        if (current <= desired) {
            return "needs %d healthy pods and has %d currently".formatted(desired, current);
        }
        return condition.isMissingNode()
                ? "does not allow evicting pods currently"
                : "does not allow evicting pods currently (" + reason + "): " + message;
    }

    private static ApiException refused(String cause) {
        return new ApiException(
                Status.failure(
                                429,
                                "TooManyRequests",
                                "Cannot evict pod as it would violate the pod's disruption budget.")
                        .withCauses(List.of(new Cause("DisruptionBudget", cause, ""))));
    }
}
