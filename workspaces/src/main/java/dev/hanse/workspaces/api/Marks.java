package dev.hanse.workspaces.api;

/// Annotations, labels and finalizers that tenancy keeps on objects; all of them are wire contract.
public final class Marks {
    /// The logical cluster an object is stored in; the server derives it from the storage key.
    public static final String CLUSTER = "kcp.io/cluster";

    /// The canonical path of that cluster.
    public static final String PATH = "kcp.io/path";

    public static final String INACTIVE = "core.kcp.io/inactive";
    public static final String LEGACY_INACTIVE = "internal.kcp.io/inactive";
    public static final String SHARD = "core.kcp.io/shard";
    public static final String SHARD_HASH = "internal.tenancy.kcp.io/shard";
    public static final String SCHEDULED_CLUSTER = "internal.tenancy.kcp.io/cluster";
    public static final String TYPE = "internal.tenancy.kcp.io/type";

    /// UserInfo of whoever asked for the workspace, as JSON.
    public static final String OWNER = "experimental.tenancy.kcp.io/owner";

    public static final String REQUIRED_GROUPS = "authorization.kcp.io/required-groups";
    public static final String UNSCHEDULABLE = "experimental.core.kcp.io/unschedulable";

    public static final String PHASE_LABEL = "tenancy.kcp.io/phase";
    public static final String REGION_LABEL = "region";

    /// On a Workspace until its logical cluster is gone.
    public static final String WORKSPACE_FINALIZER = "core.kcp.io/logicalcluster";

    /// On a LogicalCluster until its content is gone.
    public static final String CONTENT_FINALIZER = "core.kcp.io/logicalcluster-deletion";

    /// On a LogicalCluster while it has terminators.
    public static final String TERMINATORS_FINALIZER = "kcp.io/has-terminators";

    private static final int LABEL_NAME_AND_PREFIX = 63;

    private Marks() {}

    /// The label key that selects logical clusters waiting for an initializer.
    public static String initializerLabel(String initializer) {
        return lifecycleLabel("initializer.internal.kcp.io/", initializer);
    }

    /// The label key that selects logical clusters waiting for a terminator.
    public static String terminatorLabel(String terminator) {
        return lifecycleLabel("terminator.internal.kcp.io/", terminator);
    }

    /// The value under both kinds of lifecycle labels.
    public static String lifecycleLabelValue(String name) {
        return Hashes.hex(Hashes.sha224(name));
    }

    /// Whether a key belongs to one of the lifecycle labels.
    public static boolean isLifecycleLabel(String key) {
        return key.startsWith("initializer.internal.kcp.io/")
                || key.startsWith("terminator.internal.kcp.io/");
    }

    private static String lifecycleLabel(String prefix, String name) {
        return prefix
                + lifecycleLabelValue(name).substring(0, LABEL_NAME_AND_PREFIX - prefix.length());
    }
}
