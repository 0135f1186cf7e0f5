package dev.hanse.syncer.mapping;

import dev.hanse.machinery.tenancy.ClusterName;

/// Names one sync target in labels, annotations and finalizers of the objects placed on it.
public record TargetKey(String value) {

    /// On a SyncTarget: its own key.
    public static final String LABEL_ON_TARGET = "internal.workload.kcp.io/key";

    /// What the names of all state labels begin with.
    public static final String STATE_LABEL_PREFIX = "state.workload.kcp.io/";

    /// The value of the state label when the agent is to carry the object down.
    public static final String SYNC = "Sync";

    /// On a placed object: the name of its target, for people.
    public static final String TARGET_NAME_ANNOTATION = "workload.kcp.io/sync-target";

    private static final String DELETION_ANNOTATION_PREFIX = "deletion.internal.workload.kcp.io/";
    private static final String FINALIZER_PREFIX = "workload.kcp.io/syncer-";

    public static TargetKey of(ClusterName cluster, String syncTarget) {
        return new TargetKey(ShortHash.base62(cluster + ":" + syncTarget));
    }

    public String stateLabel() {
        return STATE_LABEL_PREFIX + value;
    }

    /// The label selector of everything the agent carries down.
    public String selector() {
        return stateLabel() + "=" + SYNC;
    }

    /// When set, the object is to leave this target.
    public String deletionAnnotation() {
        return DELETION_ANNOTATION_PREFIX + value;
    }

    /// Held by the agent while the target has, or may have, a copy of the object.
    public String finalizer() {
        return FINALIZER_PREFIX + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
