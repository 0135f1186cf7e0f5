package dev.hanse.workspaces.admission;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.path.LogicalClusterInfo;
import dev.hanse.workspaces.path.LogicalClusters;
import java.util.Set;

/// Keeps `kcp.io/path` true: kinds that are referred to by path always carry it, and nothing may
/// claim another path than its own.
public final class PathAnnotationAdmission implements AdmissionPlugin {
    private static final GroupResource BINDINGS = new GroupResource("apis.kcp.io", "apibindings");
    private static final Set<GroupResource> CARRIERS =
            Set.of(
                    new GroupResource("apis.kcp.io", "apiexports"),
                    BINDINGS,
                    Tenancy.WORKSPACE_TYPES.groupResource());

    private final LogicalClusters clusters;

    public PathAnnotationAdmission(LogicalClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        var resource = request.resource().groupResource();
        if (request.operation() == Operation.DELETE
                || !request.subresource().isEmpty()
                || resource.equals(Tenancy.LOGICAL_CLUSTERS.groupResource())) {
            return;
        }
        var metadata = Metadata.of(request.requireObject());
        if (!metadata.hasAnnotation(Marks.PATH) && !CARRIERS.contains(resource)) {
            return;
        }
        var path = clusters.find(request.cluster()).map(LogicalClusterInfo::path);
        if (path.isPresent()) {
            metadata.annotate(Marks.PATH, path.get());
        } else if (!resource.equals(BINDINGS) && !request.cluster().isSystem()) {
            throw ApiException.forbidden(
                    resource,
                    request.name(),
                    "cannot get this workspace: logicalclusters.core.kcp.io \"cluster\" not found");
        }
    }
}
