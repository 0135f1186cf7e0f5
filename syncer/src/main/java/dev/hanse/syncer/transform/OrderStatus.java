package dev.hanse.syncer.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import java.util.Set;

/// The status of a worker's copy as the tenant gets it.
public final class OrderStatus {

    /// Written by the agent: whether the order is on the worker as it is wanted.
    public static final String SYNCED = "Synced";

    /// Written by the control plane: whether a site was found for the order.
    public static final String SCHEDULED = "Scheduled";

    /// Written by the control plane: whether the site of the order is heard of.
    public static final String SITE_CONNECTED = "SiteConnected";

    // A worker that sets one of these would fight with whoever owns it.
    private static final Set<String> NOT_THE_WORKERS = Set.of(SYNCED, SCHEDULED, SITE_CONNECTED);

    private OrderStatus() {}

    /// The copy's status in the order's terms; empty when it has none yet.
    public static ObjectNode of(KubeObject copy) {
        if (!(copy.status() instanceof ObjectNode found)) {
            return JsonNodeFactory.instance.objectNode();
        }
        var status = found.deepCopy();
        translateGeneration(status, copy);
        if (status.path("conditions") instanceof ArrayNode conditions) {
            var own = conditions.elements();
            while (own.hasNext()) {
                var condition = own.next();
                if (NOT_THE_WORKERS.contains(condition.path("type").asText())) {
                    own.remove();
                } else if (condition instanceof ObjectNode object) {
                    translateGeneration(object, copy);
                }
            }
        }
        return status;
    }

    /// A worker's controller reports which generation of the *copy* it has seen; clients upstream
    /// compare that with the generation of the *order*.
    private static void translateGeneration(ObjectNode holder, KubeObject copy) {
        JsonNode observed = holder.path("observedGeneration");
        if (!observed.isIntegralNumber()) {
            return;
        }
        long applied =
                copy.annotation(WorkerCopy.UPSTREAM_GENERATION).map(Long::parseLong).orElse(0L);
        boolean current = observed.longValue() >= copy.generation();
        holder.put("observedGeneration", current ? applied : Math.max(0, applied - 1));
    }
}
