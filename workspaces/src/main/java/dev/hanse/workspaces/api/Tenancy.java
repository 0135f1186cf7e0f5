package dev.hanse.workspaces.api;

import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;

/// The resources of tenancy and the names of their singletons.
public final class Tenancy {
    public static final GroupVersionResource LOGICAL_CLUSTERS =
            new GroupVersionResource("core.kcp.io", "v1alpha1", "logicalclusters");
    public static final GroupVersionResource SHARDS =
            new GroupVersionResource("core.kcp.io", "v1alpha1", "shards");
    public static final GroupVersionResource WORKSPACES =
            new GroupVersionResource("tenancy.kcp.io", "v1alpha1", "workspaces");
    public static final GroupVersionResource WORKSPACE_TYPES =
            new GroupVersionResource("tenancy.kcp.io", "v1alpha1", "workspacetypes");
    public static final GroupVersionResource PARTITIONS =
            new GroupVersionResource("topology.kcp.io", "v1alpha1", "partitions");

    public static final GroupVersionKind LOGICAL_CLUSTER_KIND =
            new GroupVersionKind("core.kcp.io", "v1alpha1", "LogicalCluster");
    public static final GroupVersionKind WORKSPACE_KIND =
            new GroupVersionKind("tenancy.kcp.io", "v1alpha1", "Workspace");

    /// The export in `root` that every workspace gets its tenancy API from.
    public static final String TENANCY_EXPORT = "tenancy.kcp.io";

    /// The export in `root` that shards come from.
    public static final String SHARDS_EXPORT = "shards.core.kcp.io";

    /// The one LogicalCluster object of a logical cluster.
    public static final String LOGICAL_CLUSTER_NAME = "cluster";

    /// May do everything outside `system:` clusters, subject to all rules.
    public static final String ADMIN_GROUP = "system:kcp:admin";

    public static final String BOOTSTRAPPER_GROUP = "system:kcp:tenancy:workspace-bootstrapper";
    public static final String LOGICAL_CLUSTER_ADMIN_GROUP = "system:kcp:logical-cluster-admin";
    public static final String EXTERNAL_LOGICAL_CLUSTER_ADMIN_GROUP =
            "system:kcp:external-logical-cluster-admin";

    /// User extra that says which logical cluster a service account lives in.
    public static final String CLUSTER_NAME_EXTRA = "authentication.kcp.io/cluster-name";

    private Tenancy() {}
}
