package dev.hanse.apiexports.binding;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;

/// Serves in every logical cluster what its bindings have bound. Thread-safe.
public final class BoundApiSource implements ResourceSource {
    private final StoredObjects objects;
    private final ClusterCache<ClusterBindings> bindings;
    private final BoundDefinitions definitions;
    private final Exports exports;

    public BoundApiSource(
            StoredObjects objects,
            ClusterCache<ClusterBindings> bindings,
            BoundDefinitions definitions,
            Exports exports) {
        this.objects = objects;
        this.bindings = bindings;
        this.definitions = definitions;
        this.exports = exports;
    }

    @Override
    public List<StorageResource> dependsOn() {
        return List.of(Apis.STORED_BINDINGS);
    }

    @Override
    public List<ResourceDefinition> resources(ClusterName cluster) {
        return bindings.get(cluster).resources().values().stream()
                .flatMap(
                        each ->
                                definitions
                                        .find(
                                                each.resource(),
                                                each.schemaUid(),
                                                each.identity(),
                                                each.terminating())
                                        .stream())
                .toList();
    }

    /// By the schema that an export of this identity names now; where several share an identity
    /// they have promised to be compatible.
    @Override
    public Optional<ResourceDefinition> acrossClusters(GroupResource resource, String identity) {
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        return exports.withIdentity(identity).stream()
                .flatMap(each -> definition(each, resource, identity).stream())
                .findFirst();
    }

    private Optional<ResourceDefinition> definition(
            KubeObject export, GroupResource resource, String identity) {
        for (var each : export.spec().path("resources")) {
            if (each.path("name").asText().equals(resource.resource())
                    && each.path("group").asText().equals(resource.group())) {
                return objects.get(
                                Apis.STORED_SCHEMAS,
                                new ObjectKey(
                                        ExportReference.clusterOf(export),
                                        "",
                                        each.path("schema").asText()))
                        .map(schema -> definitions.of(schema, identity));
            }
        }
        return Optional.empty();
    }
}
