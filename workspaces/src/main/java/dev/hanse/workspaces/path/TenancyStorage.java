package dev.hanse.workspaces.path;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Tenancy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Where tenancy objects are stored. Bound ones lie under the identity of an export of `root`,
/// which is chosen once in the life of an installation and so is remembered as soon as it is known.
///
/// Thread-safe.
public final class TenancyStorage {
    public static final StorageResource LOGICAL_CLUSTERS =
            StorageResource.custom(Tenancy.LOGICAL_CLUSTERS.groupResource());
    private static final StorageResource EXPORTS =
            StorageResource.custom(new GroupResource("apis.kcp.io", "apiexports"));

    private final StoredObjects objects;
    private final Map<String, String> identities = new ConcurrentHashMap<>();

    public TenancyStorage(StoredObjects objects) {
        this.objects = objects;
    }

    /// Where workspaces are stored; empty until `root` has been set up.
    public Optional<StorageResource> workspaces() {
        return bound(Tenancy.TENANCY_EXPORT, Tenancy.WORKSPACES);
    }

    /// Where workspace types are stored; empty until `root` has been set up.
    public Optional<StorageResource> workspaceTypes() {
        return bound(Tenancy.TENANCY_EXPORT, Tenancy.WORKSPACE_TYPES);
    }

    /// The identity hash of an export of `root`, as soon as it has one.
    public Optional<String> identity(String export) {
        var known = identities.get(export);
        if (known != null) {
            return Optional.of(known);
        }
        var found =
                objects.get(EXPORTS, new ObjectKey(ClusterName.ROOT, "", export))
                        .map(each -> each.status().path("identityHash").asText())
                        .filter(each -> !each.isEmpty());
        found.ifPresent(each -> identities.put(export, each));
        return found;
    }

    private Optional<StorageResource> bound(String export, GroupVersionResource resource) {
        return identity(export).map(hash -> new StorageResource(resource.groupResource(), hash));
    }
}
