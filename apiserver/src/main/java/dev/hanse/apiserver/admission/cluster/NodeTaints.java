package dev.hanse.apiserver.admission.cluster;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;

/// A new node is not ready until somebody says so (Kubernetes' TaintNodesByCondition plugin).
final class NodeTaints implements AdmissionPlugin {

    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final String NOT_READY = "node.kubernetes.io/not-ready";

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(NODES) || request.operation() != Operation.CREATE) {
            return;
        }
        var taints = request.requireObject().withObjectProperty("spec").withArrayProperty("taints");
        for (var taint : taints) {
            if (taint.path("key").asText().equals(NOT_READY)
                    && taint.path("effect").asText().equals("NoSchedule")) {
                return;
            }
        }
        taints.addObject().put("key", NOT_READY).put("effect", "NoSchedule");
    }
}
