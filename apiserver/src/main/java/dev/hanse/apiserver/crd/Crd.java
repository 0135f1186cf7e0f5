package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The words of `apiextensions.k8s.io/v1 CustomResourceDefinition`, and its conditions.
final class Crd {

    static final GroupResource RESOURCE =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");
    static final GroupVersionResource V1 = RESOURCE.withVersion("v1");

    /// Keeps a CRD until its objects are gone.
    static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    static final String ESTABLISHED = "Established";
    static final String NAMES_ACCEPTED = "NamesAccepted";
    static final String TERMINATING = "Terminating";
    static final String APPROVED = "KubernetesAPIApprovalPolicyConformant";

    private Crd() {}

    /// One element of `status.conditions`.
    record Condition(String type, boolean status, String reason, String message) {}

    static boolean isTrue(JsonNode crd, String conditionType) {
        for (var each : crd.path("status").path("conditions")) {
            if (each.path("type").asText().equals(conditionType)) {
                return each.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /// Sets a condition; the transition time only moves when the status does.
    static void set(ObjectNode crd, Condition condition, Instant now) {
        var conditions = crd.withObject("status").withArray("conditions");
        var status = condition.status() ? "True" : "False";
        ObjectNode target = null;
        for (var each : conditions) {
            if (each.path("type").asText().equals(condition.type())) {
                target = (ObjectNode) each;
            }
        }
        if (target == null) {
            target = conditions.addObject();
        }
        if (!target.path("status").asText().equals(status)) {
            target.put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        target.put("message", condition.message())
                .put("reason", condition.reason())
                .put("status", status)
                .put("type", condition.type());
    }
}
