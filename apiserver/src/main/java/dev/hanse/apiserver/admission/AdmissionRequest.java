package dev.hanse.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import org.jspecify.annotations.Nullable;

/// One write on its way to storage, as admission sees it: at the storage version, after defaulting.
///
/// @param namespace empty for cluster-scoped resources
/// @param name empty when the server will generate it
/// @param object what will be stored; plugins may edit it while mutating; null for deletions
/// @param oldObject what is stored now; null for creations
/// @param options as in `meta/v1 CreateOptions`, `UpdateOptions` or `DeleteOptions`
public record AdmissionRequest(
        RequestContext context,
        Operation operation,
        ClusterName cluster,
        ResourceDefinition resource,
        String subresource,
        String namespace,
        String name,
        @Nullable ObjectNode object,
        @Nullable KubeObject oldObject,
        boolean dryRun,
        JsonNode options) {

    /// Kubernetes' admission operations.
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    /// Whether this is a write of the main resource of the given kind.
    public boolean isFor(GroupResource what) {
        return resource.groupResource().equals(what) && subresource.isEmpty();
    }

    /// The version of the resource that the client has used.
    public String version() {
        return context.info().version();
    }

    /// The object that will be stored.
    ///
    /// @throws IllegalStateException for deletions, which have none
    public ObjectNode requireObject() {
        if (object == null) {
            throw new IllegalStateException("a deletion has no new object");
        }
        return object;
    }
}
