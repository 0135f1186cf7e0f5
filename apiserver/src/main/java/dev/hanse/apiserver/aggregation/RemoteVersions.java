package dev.hanse.apiserver.aggregation;

import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;

/// Serves nothing, and says which group versions APIServices leave to other servers. Thread-safe.
public final class RemoteVersions implements ResourceSource {

    private static final StorageResource STORED = StorageResource.builtIn(ApiService.RESOURCE);

    private final StoredObjects objects;

    public RemoteVersions(StoredObjects objects) {
        this.objects = objects;
    }

    @Override
    public List<StorageResource> dependsOn() {
        return List.of(STORED);
    }

    @Override
    public List<ResourceDefinition> resources(ClusterName cluster) {
        return List.of();
    }

    @Override
    public List<GroupVersion> elsewhere(ClusterName cluster) {
        return objects.list(STORED, cluster).stream()
                .filter(each -> !ApiService.isLocal(each.json()))
                .map(each -> ApiService.groupVersion(each.name()))
                .toList();
    }
}
