package dev.hanse.apiserver.crd;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.read.StoredObjects.ObjectVersion;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves what the established CustomResourceDefinitions of a cluster define. Thread-safe.
///
/// Not across clusters: two clusters may define the same resource differently, so no one schema
/// fits.
public final class CrdSource implements ResourceSource {

    private static final Logger log = LoggerFactory.getLogger(CrdSource.class);
    private static final StorageResource STORED = StorageResource.builtIn(Crd.RESOURCE);

    private final StoredObjects objects;
    private final CrdCompiler compiler;

    /// What was made of definitions that have not changed since, for as long as somebody serves it:
    /// a cluster with hundreds is asked again after each change of one.
    private final Cache<Object, ResourceDefinition> known =
            Caffeine.newBuilder().weakValues().build();

    public CrdSource(StoredObjects objects, CrdCompiler compiler) {
        this.objects = objects;
        this.compiler = compiler;
    }

    @Override
    public List<StorageResource> dependsOn() {
        return List.of(STORED);
    }

    @Override
    public List<ResourceDefinition> resources(ClusterName cluster) {
        return objects.versions(STORED, cluster).stream()
                .flatMap(each -> definition(cluster, each).stream())
                .sorted(Comparator.comparing(ResourceDefinition::groupResource))
                .toList();
    }

    private Optional<ResourceDefinition> definition(ClusterName cluster, ObjectVersion version) {
        var definition = known.getIfPresent(version.id());
        if (definition != null) {
            return Optional.of(definition);
        }
        var compiled =
                Optional.of(version.object().get())
                        .filter(crd -> Crd.isTrue(crd.json(), Crd.ESTABLISHED))
                        .flatMap(crd -> definition(cluster, crd));
        compiled.ifPresent(each -> known.put(version.id(), each));
        return compiled;
    }

    /// One definition that cannot be served, for instance because rules became stricter since it
    /// was stored, must not take the whole cluster down with it.
    private Optional<ResourceDefinition> definition(ClusterName cluster, KubeObject crd) {
        try {
            return Optional.of(
                    compiler.compile(
                            crd.spec(),
                            crd.status().path("acceptedNames"),
                            ResourceDefinition.CUSTOM_RESOURCES,
                            crd.isBeingDeleted(),
                            cluster));
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("name", crd.name())
                    .addKeyValue("error", e.toString())
                    .log("a stored custom resource definition cannot be served");
            return Optional.empty();
        }
    }
}
