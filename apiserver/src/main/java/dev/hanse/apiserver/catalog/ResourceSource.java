package dev.hanse.apiserver.catalog;

import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;

/// Adds resources to logical clusters: built-ins, system kinds, custom resources, bound APIs.
///
/// Earlier sources win when two serve the same group and resource. Thread-safe.
public interface ResourceSource {

    /// The stored resources whose objects decide what a cluster serves. A change of any of them in
    /// a cluster makes the catalog ask again. Empty when every cluster gets the same.
    default List<StorageResource> dependsOn() {
        return List.of();
    }

    /// What `cluster` serves because of this source.
    List<ResourceDefinition> resources(ClusterName cluster);

    /// Group versions of `cluster` that another server answers for. They win over resources of the
    /// same group version here.
    default List<GroupVersion> elsewhere(ClusterName cluster) {
        return List.of();
    }

    /// The definition behind a request to all clusters, for objects stored under `identity` (empty:
    /// not a bound API).
    default Optional<ResourceDefinition> acrossClusters(GroupResource resource, String identity) {
        return Optional.empty();
    }
}
