package dev.hanse.apiserver.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final ClusterName HERE = new ClusterName("here");
    private static final ClusterName THERE = new ClusterName("there");
    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");

    private final TestingObjects objects = new TestingObjects();

    @Test
    void clustersThatServeTheSameShareOneSurface() {
        var catalog = catalog(fixed(TestingDefinitions.widgets("a")));

        assertThat(catalog.surface(HERE)).isSameAs(catalog.surface(THERE));
    }

    @Test
    void clusterIsAskedAgainWhenWhatItsSourcesReadChanges() {
        var catalog = catalog(widgetsWhereConfigMapsAre());
        assertThat(catalog.surface(HERE).definitions()).isEmpty();

        objects.put(HERE, KubeObject.of(new GroupVersionKind("", "v1", "ConfigMap"), "ns", "x"));

        assertThat(catalog.surface(HERE).definitions()).hasSize(1);
        assertThat(catalog.surface(THERE).definitions()).isEmpty();
    }

    @Test
    void earlierSourceWins() {
        var catalog =
                catalog(
                        fixed(TestingDefinitions.widgets("first")),
                        fixed(TestingDefinitions.widgets("second")));

        assertThat(catalog.surface(HERE).definitions())
                .extracting(ResourceDefinition::contentId)
                .containsExactly("first");
    }

    @Test
    void acrossClustersAsksForTheIdentity() {
        var bound =
                new ResourceSource() {
                    @Override
                    public List<ResourceDefinition> resources(ClusterName cluster) {
                        return List.of();
                    }

                    @Override
                    public Optional<ResourceDefinition> acrossClusters(
                            GroupResource resource, String identity) {
                        return identity.equals("abc")
                                ? Optional.of(TestingDefinitions.widgets("bound"))
                                : Optional.empty();
                    }
                };
        var catalog = catalog(bound);

        assertThat(catalog.acrossClusters("example.org", "v1", "widgets", "abc")).isPresent();
        assertThat(catalog.acrossClusters("example.org", "v9", "widgets", "abc")).isEmpty();
        assertThat(catalog.acrossClusters("example.org", "v1", "widgets", "")).isEmpty();
    }

    private Catalog catalog(ResourceSource... sources) {
        return new Catalog(List.of(sources), objects, 10);
    }

    private static ResourceSource fixed(ResourceDefinition definition) {
        return _ -> List.of(definition);
    }

    private ResourceSource widgetsWhereConfigMapsAre() {
        var stored = StorageResource.builtIn(CONFIG_MAPS);
        return new ResourceSource() {
            @Override
            public List<StorageResource> dependsOn() {
                return List.of(stored);
            }

            @Override
            public List<ResourceDefinition> resources(ClusterName cluster) {
                return objects.list(stored, cluster).isEmpty()
                        ? List.of()
                        : List.of(TestingDefinitions.widgets("w"));
            }
        };
    }
}
