package dev.hanse.apiexports.view;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.binding.BoundDefinitions;
import dev.hanse.apiexports.claims.ClaimableApis;
import dev.hanse.apiexports.claims.PermissionClaim;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which resources the virtual workspace of an export serves.
public final class ExportViewResources {
    private static final GroupResource CORE_EVENTS = new GroupResource("", "events");
    private static final GroupResource EVENTS = new GroupResource("events.k8s.io", "events");

    private final StoredObjects objects;
    private final BoundDefinitions definitions;
    private final List<ResourceSource> sources;

    /// @param sources of everything that may be claimed
    public ExportViewResources(
            StoredObjects objects, BoundDefinitions definitions, List<ResourceSource> sources) {
        this.objects = objects;
        this.definitions = definitions;
        this.sources = List.copyOf(sources);
    }

    /// What the export offers itself.
    List<ResourceDefinition> exported(KubeObject export) {
        var identity = export.status().path("identityHash").asText();
        var cluster = ExportReference.clusterOf(export);
        return Stream.iterate(0, i -> i + 1)
                .limit(export.spec().path("resources").size())
                .map(i -> export.spec().path("resources").path(i).path("schema").asText())
                .flatMap(
                        name ->
                                objects
                                        .get(Apis.STORED_SCHEMAS, new ObjectKey(cluster, "", name))
                                        .stream())
                .map(schema -> definitions.of(schema, identity))
                .map(ExportViewResources::shown)
                .toList();
    }

    /// The bindings of the export and everything it claims.
    List<ResourceDefinition> others(List<PermissionClaim> claims) {
        Map<GroupResource, ResourceDefinition> found = new LinkedHashMap<>();
        find(Apis.BINDINGS.groupResource(), "")
                .ifPresent(each -> found.put(each.groupResource(), each));
        for (var each : claims) {
            if (each.identityHash().isEmpty() && !ClaimableApis.isServed(each.resource())) {
                continue;
            }
            var wanted =
                    ClaimableApis.sameForClaims(each.resource(), CORE_EVENTS)
                            ? List.of(CORE_EVENTS, EVENTS)
                            : List.of(each.resource());
            for (var resource : wanted) {
                find(resource, each.identityHash())
                        .ifPresent(definition -> found.putIfAbsent(resource, definition));
            }
        }
        return found.values().stream().map(ExportViewResources::shown).toList();
    }

    private Optional<ResourceDefinition> find(GroupResource resource, String identity) {
        return sources.stream()
                .flatMap(each -> each.acrossClusters(resource, identity).stream())
                .findFirst();
    }

    /// Views show no scale subresource, no selectable fields, and verbs in alphabetical order.
    private static ResourceDefinition shown(ResourceDefinition definition) {
        var versions = definition.versions().stream().map(ExportViewResources::shown).toList();
        return new ResourceDefinition(
                "view:" + definition.contentId(),
                definition.group(),
                definition.names(),
                definition.namespaced(),
                definition.segment(),
                versions,
                definition.storageVersion(),
                definition.converter(),
                definition.strategy(),
                Collections.unmodifiableSet(new TreeSet<>(definition.verbs())));
    }

    private static VersionDefinition shown(VersionDefinition version) {
        return new VersionDefinition(
                version.name(),
                version.served(),
                version.deprecationWarning(),
                version.schema(),
                version.hasStatus(),
                null,
                version.columns(),
                List.of());
    }
}
