package dev.hanse.workspaces.path;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.ClusterResolver;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.machinery.tenancy.ClusterPath;
import dev.hanse.workspaces.api.Tenancy;
import java.util.List;
import java.util.Optional;

/// Finds the logical cluster behind a path by walking Workspace objects from the first segment,
/// which is always a cluster name.
///
/// Remembers where canonical paths led. A remembered answer is only used while the LogicalCluster
/// it names still says it has that path, so a workspace that was deleted and created again under
/// its old path is never mistaken for its predecessor. Thread-safe.
public final class PathIndex implements ClusterResolver {
    private static final int REMEMBERED = 50_000;
    private static final List<String> SERVED_WHEN_INACTIVE =
            List.of("/openapi", "/apis/core.kcp.io/v1alpha1/logicalclusters");

    private final StoredObjects objects;
    private final TenancyStorage storage;
    private final LogicalClusters clusters;
    private final Cache<String, ClusterName> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public PathIndex(StoredObjects objects, TenancyStorage storage, LogicalClusters clusters) {
        this.objects = objects;
        this.storage = storage;
        this.clusters = clusters;
    }

    @Override
    public ClusterScope resolve(String clusterSegment) {
        if (clusterSegment.equals("*")) {
            return ClusterScope.ALL;
        }
        if (ClusterName.isValid(clusterSegment)) {
            return ClusterScope.of(new ClusterName(clusterSegment));
        }
        if (!ClusterPath.isValid(clusterSegment)) {
            throw ApiException.badRequest(
                    "invalid cluster: \"" + clusterSegment + "\" does not match the regex");
        }
        return find(clusterSegment)
                .map(ClusterScope::of)
                .orElseThrow(
                        () ->
                                ApiException.notFound(
                                        Tenancy.WORKSPACES.groupResource(), clusterSegment));
    }

    @Override
    public void requireActive(ClusterName cluster, String path) {
        var inactive = clusters.find(cluster).map(LogicalClusterInfo::inactive).orElse(false);
        if (inactive && SERVED_WHEN_INACTIVE.stream().noneMatch(path::startsWith)) {
            throw ApiException.forbidden(
                    Tenancy.LOGICAL_CLUSTERS.groupResource(),
                    cluster.value(),
                    "logical cluster is marked inactive");
        }
    }

    /// The cluster behind a path or a cluster name. A name is not looked up, a path is.
    ///
    /// @throws ApiException 503 when a workspace on the way is unavailable
    public Optional<ClusterName> find(String pathOrName) {
        if (ClusterName.isValid(pathOrName)) {
            return Optional.of(new ClusterName(pathOrName));
        }
        if (!ClusterPath.isValid(pathOrName)) {
            return Optional.empty();
        }
        var known = remembered.getIfPresent(pathOrName);
        if (known != null && isStillAt(known, pathOrName)) {
            return Optional.of(known);
        }
        var found = storage.workspaces().flatMap(workspaces -> walk(workspaces, pathOrName));
        found.filter(each -> isStillAt(each, pathOrName))
                .ifPresent(each -> remembered.put(pathOrName, each));
        return found;
    }

    private boolean isStillAt(ClusterName cluster, String path) {
        return clusters.find(cluster).map(each -> each.path().equals(path)).orElse(false);
    }

    private Optional<ClusterName> walk(StorageResource workspaces, String path) {
        var segments = path.split(":", -1);
        var current = new ClusterName(segments[0]);
        for (int i = 1; i < segments.length; i++) {
            var child =
                    objects.get(workspaces, new ObjectKey(current, "", segments[i]))
                            .flatMap(PathIndex::clusterOf);
            if (child.isEmpty()) {
                return Optional.empty();
            }
            current = child.get();
        }
        return Optional.of(current);
    }

    private static Optional<ClusterName> clusterOf(KubeObject workspace) {
        if (workspace.status().path("phase").asText().equals("Unavailable")) {
            throw ApiException.unavailable("Not available.");
        }
        var cluster = workspace.spec().path("cluster").asText();
        return cluster.isEmpty() ? Optional.empty() : Optional.of(new ClusterName(cluster));
    }
}
