package dev.hanse.apiserver.garbage;

import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;

/// An object as it is now, and where it can be changed.
record Item(ClusterName cluster, ResourceScope scope, KubeObject object) {

    static final String ORPHAN = "orphan";
    static final String FOREGROUND = "foregroundDeletion";

    boolean waitsForDependents() {
        return waitsForDependents(object);
    }

    static boolean waitsForDependents(KubeObject object) {
        return object.isBeingDeleted() && object.finalizers().contains(FOREGROUND);
    }

    boolean orphansDependents() {
        return object.isBeingDeleted() && object.finalizers().contains(ORPHAN);
    }

    /// What becomes of its own dependents when it is collected: its finalizers may say.
    String policy() {
        if (object.finalizers().contains(ORPHAN)) {
            return "Orphan";
        }
        return object.finalizers().contains(FOREGROUND) ? "Foreground" : "Background";
    }
}
