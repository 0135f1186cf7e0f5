package dev.hanse.apiserver.admission.cluster;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import java.util.Map;

/// Volumes and claims stay until nothing uses them; a controller takes the finalizer off
/// (Kubernetes' StorageObjectInUseProtection plugin).
final class StorageInUseProtection implements AdmissionPlugin {

    private static final Map<GroupResource, String> FINALIZERS =
            Map.of(
                    new GroupResource("", "persistentvolumes"), "kubernetes.io/pv-protection",
                    new GroupResource("", "persistentvolumeclaims"),
                            "kubernetes.io/pvc-protection");

    @Override
    public void mutate(AdmissionRequest request) {
        var finalizer = FINALIZERS.get(request.resource().groupResource());
        if (finalizer == null
                || request.operation() != Operation.CREATE
                || !request.subresource().isEmpty()) {
            return;
        }
        var finalizers =
                request.requireObject()
                        .withObjectProperty("metadata")
                        .withArrayProperty("finalizers");
        for (var each : finalizers) {
            if (each.equals(TextNode.valueOf(finalizer))) {
                return;
            }
        }
        finalizers.add(finalizer);
    }
}
