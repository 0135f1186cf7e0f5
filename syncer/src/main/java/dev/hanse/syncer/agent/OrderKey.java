package dev.hanse.syncer.agent;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.SyncTargetRef;
import java.util.Optional;

/// An ordered object of the API that a reconcile loop is for.
///
/// @param namespace the tenant's; empty for cluster-scoped objects
record OrderKey(ClusterName cluster, String namespace, String name) {

    private static final String CLUSTER_ANNOTATION = "kcp.io/cluster";

    /// The key of an object read through a virtual workspace, which says what cluster it is of.
    static Optional<OrderKey> ofOrder(KubeObject order) {
        return order.annotation(CLUSTER_ANNOTATION)
                .map(ClusterName::new)
                .map(cluster -> new OrderKey(cluster, order.namespace(), order.name()));
    }

    /// The key of the order that an object on the worker is the copy of, if it came from `target`.
    static Optional<OrderKey> ofCopy(KubeObject copy, SyncTargetRef target) {
        return copy.annotation(NamespaceLocator.ANNOTATION)
                .flatMap(NamespaceLocator::parse)
                .filter(locator -> locator.target().equals(target))
                .map(
                        locator ->
                                new OrderKey(
                                        locator.cluster(),
                                        locator.namespace(),
                                        locator.originalName(copy.name())));
    }

    NamespaceLocator locator(SyncTargetRef target) {
        return new NamespaceLocator(target, cluster, namespace);
    }

    @Override
    public String toString() {
        return cluster + "|" + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
