package dev.hanse.workspaces.lifecycle;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Marks;

/// A Workspace object: the cluster it lives in and its name there.
record WorkspaceKey(ClusterName cluster, String name) {

    static WorkspaceKey of(KubeObject workspace) {
        return new WorkspaceKey(clusterOf(workspace), workspace.name());
    }

    /// The logical cluster an object came from.
    static ClusterName clusterOf(KubeObject object) {
        return new ClusterName(
                object.annotation(Marks.CLUSTER)
                        .orElseThrow(
                                () -> new IllegalStateException("object without its cluster")));
    }
}
