package dev.hanse.syncer.placement;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;

/// The key of a cluster-scoped object: a SyncTarget, Location or Placement.
record ClusterObject(ClusterName cluster, String name) {

    static ClusterObject of(KubeObject object) {
        return new ClusterObject(Clusters.require(object), object.name());
    }

    @Override
    public String toString() {
        return cluster + "|" + name;
    }
}
