package dev.hanse.workspaces.admission;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.path.LogicalClusterInfo;
import dev.hanse.workspaces.path.LogicalClusters;
import java.util.List;
import java.util.Set;

/// Nothing new in namespaces that are missing or going away, and the namespaces every workspace
/// starts with stay as long as the workspace itself. Says what Kubernetes' NamespaceLifecycle says.
public final class NamespaceLifecycleAdmission implements AdmissionPlugin {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final StorageResource STORED = StorageResource.builtIn(NAMESPACES);
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final StoredObjects objects;
    private final LogicalClusters clusters;

    public NamespaceLifecycleAdmission(StoredObjects objects, LogicalClusters clusters) {
        this.objects = objects;
        this.clusters = clusters;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE && request.isFor(NAMESPACES)) {
            if (IMMORTAL.contains(request.name()) && !isGoing(request.cluster())) {
                throw ApiException.forbidden(
                        NAMESPACES, request.name(), "this namespace may not be deleted");
            }
        } else if (request.operation() == Operation.CREATE
                && request.subresource().isEmpty()
                && !request.namespace().isEmpty()
                && request.resource().strategy().answerer().isEmpty()) {
            requireLive(request);
        }
    }

    private boolean isGoing(ClusterName cluster) {
        return clusters.find(cluster).map(LogicalClusterInfo::beingDeleted).orElse(true);
    }

    private void requireLive(AdmissionRequest request) {
        var name = request.namespace();
        var namespace =
                objects.get(STORED, new ObjectKey(request.cluster(), "", name))
                        .orElseThrow(() -> ApiException.notFound(NAMESPACES, name));
        if (!namespace.isBeingDeleted()) {
            return;
        }
        var refusal =
                ApiException.forbidden(
                        request.resource().groupResource(),
                        request.name(),
                        "unable to create new content in namespace "
                                + name
                                + " because it is being terminated");
        throw new ApiException(
                refusal.status()
                        .withCauses(
                                List.of(
                                        new Cause(
                                                "NamespaceTerminating",
                                                "namespace " + name + " is being terminated",
                                                "metadata.namespace"))));
    }
}
