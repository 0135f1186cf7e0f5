package dev.hanse.machinery.client;

import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.tenancy.ClusterName;
import org.jspecify.annotations.Nullable;

/// Where objects are looked for: a resource, in one logical cluster or in all, in one namespace or
/// in all.
///
/// @param cluster null for every logical cluster (list and watch only)
/// @param namespace null for cluster-scoped resources and for all namespaces
/// @param identity the identity hash of the export that a bound resource comes from; needed to list
///   bound resources across all clusters, empty otherwise
public record ResourceScope(
        @Nullable ClusterName cluster,
        GroupVersionResource resource,
        @Nullable String namespace,
        String identity) {

    public static ResourceScope in(ClusterName cluster, GroupVersionResource resource) {
        return new ResourceScope(cluster, resource, null, "");
    }

    public static ResourceScope in(
            ClusterName cluster, GroupVersionResource resource, String namespace) {
        return new ResourceScope(cluster, resource, namespace.isEmpty() ? null : namespace, "");
    }

    public static ResourceScope everywhere(GroupVersionResource resource) {
        return new ResourceScope(null, resource, null, "");
    }

    public static ResourceScope everywhere(GroupVersionResource resource, String identity) {
        return new ResourceScope(null, resource, null, identity);
    }

    public ResourceScope namespace(String namespace) {
        return new ResourceScope(
                cluster, resource, namespace.isEmpty() ? null : namespace, identity);
    }
}
