package dev.hanse.apiserver.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;

/// Answers what each logical cluster serves, from a list of sources of which earlier ones win.
///
/// Clusters that serve the same share one [ApiSurface]; a cluster nobody asks for is forgotten, and
/// one whose sources changed is asked again. Thread-safe.
public final class Catalog {

    private final List<ResourceSource> sources;
    private final ClusterCache<ApiSurface> surfaces;
    private final Cache<String, ApiSurface> shared = Caffeine.newBuilder().weakValues().build();

    /// @param maximumClusters how many clusters' surfaces are kept at hand
    public Catalog(List<ResourceSource> sources, StoredObjects objects, int maximumClusters) {
        this.sources = List.copyOf(sources);
        var dependencies =
                sources.stream().flatMap(each -> each.dependsOn().stream()).distinct().toList();
        this.surfaces = objects.cache(dependencies, maximumClusters, this::load);
    }

    /// Everything `cluster` serves now.
    public ApiSurface surface(ClusterName cluster) {
        return surfaces.get(cluster);
    }

    /// The resource behind a request to all clusters.
    ///
    /// @param identity of the export a bound resource comes from, else empty
    public Optional<ServedResource> acrossClusters(
            String group, String version, String resource, String identity) {
        var name = new GroupResource(group, resource);
        return sources.stream()
                .flatMap(each -> each.acrossClusters(name, identity).stream())
                .findFirst()
                .flatMap(
                        definition ->
                                definition
                                        .servedVersion(version)
                                        .map(each -> new ServedResource(definition, each)));
    }

    /// The one surface of these definitions, for views, which know what they serve.
    public ApiSurface shared(List<ResourceDefinition> definitions) {
        return shared.get(ApiSurface.contentId(definitions), _ -> new ApiSurface(definitions));
    }

    private ApiSurface load(ClusterName cluster) {
        var surface =
                new ApiSurface(
                        sources.stream().flatMap(each -> each.resources(cluster).stream()).toList(),
                        sources.stream()
                                .flatMap(each -> each.elsewhere(cluster).stream())
                                .toList());
        return shared.get(surface.contentId(), _ -> surface);
    }
}
