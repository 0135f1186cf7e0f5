package dev.hanse.workspaces.path;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Tenancy;
import java.util.List;
import java.util.Optional;

/// Looks up logical clusters by name; an answer always includes the latest write. Thread-safe.
public final class LogicalClusters {
    private static final int REMEMBERED = 20_000;

    private final ClusterCache<Optional<LogicalClusterInfo>> infos;

    public LogicalClusters(StoredObjects objects) {
        this.infos =
                objects.cache(
                        List.of(TenancyStorage.LOGICAL_CLUSTERS),
                        REMEMBERED,
                        cluster ->
                                objects.get(TenancyStorage.LOGICAL_CLUSTERS, key(cluster))
                                        .map(each -> LogicalClusterInfo.of(cluster, each)));
    }

    public Optional<LogicalClusterInfo> find(ClusterName cluster) {
        return infos.get(cluster);
    }

    /// The canonical path of a cluster, or its name while it has no LogicalCluster.
    public String canonicalPath(ClusterName cluster) {
        return find(cluster).map(LogicalClusterInfo::path).orElse(cluster.value());
    }

    /// Where the LogicalCluster object of a cluster is.
    public static ObjectKey key(ClusterName cluster) {
        return new ObjectKey(cluster, "", Tenancy.LOGICAL_CLUSTER_NAME);
    }
}
