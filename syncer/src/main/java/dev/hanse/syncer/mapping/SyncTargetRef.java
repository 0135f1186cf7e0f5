package dev.hanse.syncer.mapping;

import dev.hanse.machinery.tenancy.ClusterName;

/// One particular SyncTarget; another one that is created under the same name has another `uid`.
public record SyncTargetRef(ClusterName cluster, String name, String uid) {

    /// The name under which the target's agent writes the status of orders.
    public static String statusManager(String syncTarget) {
        return "syncer-" + syncTarget;
    }

    public TargetKey key() {
        return TargetKey.of(cluster, name);
    }
}
