package dev.hanse.syncer.placement;

import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Optional;

/// One ordered object.
///
/// @param namespace empty for cluster-scoped objects
record OrderId(OfferedApi api, ClusterName cluster, String namespace, String name) {

    static Optional<OrderId> of(OfferedApi api, KubeObject order) {
        return Clusters.of(order)
                .map(cluster -> new OrderId(api, cluster, order.namespace(), order.name()));
    }

    ResourceScope scope() {
        return ResourceScope.in(cluster, api.api().resource(), namespace);
    }

    @Override
    public String toString() {
        return cluster + "|" + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
