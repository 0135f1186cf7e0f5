package dev.hanse.workspaces.types;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.machinery.tenancy.ClusterPath;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.path.PathIndex;
import dev.hanse.workspaces.path.TenancyStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds workspace types and what they extend. Thread-safe.
public final class WorkspaceTypes {
    private final StoredObjects objects;
    private final TenancyStorage storage;
    private final LogicalClusters clusters;
    private final PathIndex paths;

    public WorkspaceTypes(
            StoredObjects objects,
            TenancyStorage storage,
            LogicalClusters clusters,
            PathIndex paths) {
        this.objects = objects;
        this.storage = storage;
        this.clusters = clusters;
        this.paths = paths;
    }

    public Optional<WorkspaceType> find(TypeReference reference) {
        return paths.find(reference.path()).flatMap(cluster -> find(cluster, reference.name()));
    }

    /// The type of that name in `from` or the nearest of its ancestors; `root` is always asked
    /// last.
    public Optional<WorkspaceType> findUpwards(ClusterName from, String name) {
        var path = Optional.of(new ClusterPath(clusters.canonicalPath(from)));
        while (path.isPresent()) {
            var found = find(new TypeReference(path.get().value(), name));
            if (found.isPresent()) {
                return found;
            }
            path = path.get().parent();
        }
        return find(ClusterName.ROOT, name);
    }

    /// The type itself and everything it extends, nearest first.
    ///
    /// @throws BrokenTypeException when something it extends is missing, or extends it in turn
    public List<WorkspaceType> aliases(WorkspaceType type) {
        var found = new LinkedHashMap<TypeReference, WorkspaceType>();
        collect(type, List.of(), found);
        return List.copyOf(found.values());
    }

    private void collect(
            WorkspaceType type, List<TypeReference> way, Map<TypeReference, WorkspaceType> found) {
        if (way.contains(type.reference())) {
            throw new BrokenTypeException(
                    "circular reference detected in workspace type " + way.getFirst());
        }
        var further = new ArrayList<>(way);
        further.add(type.reference());
        found.putIfAbsent(type.reference(), type);
        for (var each : type.extended()) {
            var wanted =
                    each.path().isEmpty()
                            ? new TypeReference(type.reference().path(), each.name())
                            : each;
            var extended =
                    find(wanted)
                            .orElseThrow(
                                    () ->
                                            new BrokenTypeException(
                                                    "unable to find inherited workspace type "
                                                            + wanted));
            collect(extended, further, found);
        }
    }

    private Optional<WorkspaceType> find(ClusterName cluster, String name) {
        return storage.workspaceTypes()
                .flatMap(where -> objects.get(where, new ObjectKey(cluster, "", name)))
                .map(
                        object ->
                                new WorkspaceType(
                                        new TypeReference(clusters.canonicalPath(cluster), name),
                                        cluster,
                                        object));
    }
}
