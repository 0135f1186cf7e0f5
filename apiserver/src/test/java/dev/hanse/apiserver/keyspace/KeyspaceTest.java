package dev.hanse.apiserver.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspaceTest {

    private static final ClusterName CLUSTER = new ClusterName("1p9zd4vxm5x7r0a2");
    private static final List<StorageResource> RESOURCES =
            List.of(
                    StorageResource.builtIn(new GroupResource("", "configmaps")),
                    StorageResource.builtIn(new GroupResource("apps", "deployments")),
                    StorageResource.custom(new GroupResource("example.io", "widgets")),
                    new StorageResource(
                            new GroupResource("example.io", "widgets"), "a".repeat(64)));

    @Test
    void keysAreReadAsTheyWereBuilt() {
        for (var resource : RESOURCES) {
            for (var namespace : List.of("", "default")) {
                var object = new ObjectKey(CLUSTER, namespace, "system:node.name");

                var key = Keyspace.key(resource, object);

                assertThat(Keyspace.parse(resource, key)).isEqualTo(object);
                assertThat(Keyspace.clusterOf(resource, key)).isEqualTo(CLUSTER.value());
                assertThat(Keyspace.all(resource).contains(key)).isTrue();
                assertThat(Keyspace.cluster(resource, CLUSTER).contains(key)).isTrue();
            }
        }
    }

    @Test
    void coreObjectsLieWhereKcpPutsThem() {
        var key =
                Keyspace.key(
                        StorageResource.builtIn(new GroupResource("", "configmaps")),
                        new ObjectKey(ClusterName.ROOT, "default", "a"));

        assertThat(key.utf8()).isEqualTo("/registry/core/configmaps/root/default/a");
    }

    @Test
    void noTenantsRangeHoldsAnothersKeys() {
        var names = List.of("a", "ab", "a-b", "a0", "b", "system:admin");
        for (var resource : RESOURCES) {
            for (var one : names) {
                for (var other : names) {
                    var key =
                            Keyspace.key(
                                    resource, new ObjectKey(new ClusterName(other), "ns", "x"));

                    assertThat(Keyspace.cluster(resource, new ClusterName(one)).contains(key))
                            .as("%s in %s", other, one)
                            .isEqualTo(one.equals(other));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../other", "a\0b"})
    void whatIsNoSegmentMakesNoKey(String name) {
        var resource = RESOURCES.getFirst();

        assertThatThrownBy(() -> Keyspace.key(resource, new ObjectKey(CLUSTER, "default", name)))
                .isInstanceOf(InvalidSegmentException.class);
    }

    /// UTF-8 has no such characters: all of them would become question marks, and two names one
    /// key.
    @ParameterizedTest
    @ValueSource(strings = {"D800", "DFFF", "DC00 D800", "61 D83D", "DE00 61", "D83D D83D DE00"})
    void halfOfACharacterMakesNoKey(String characters) {
        var name = new StringBuilder();
        for (var each : characters.split(" ", -1)) {
            name.append((char) Integer.parseInt(each, 16));
        }

        assertThatThrownBy(
                        () ->
                                Keyspace.key(
                                        RESOURCES.getFirst(),
                                        new ObjectKey(CLUSTER, "default", name.toString())))
                .isInstanceOf(InvalidSegmentException.class);
    }

    @Test
    void aSegmentOfKeysIsNoClustersName() {
        assertThat(ClusterName.isValid("customresources")).isFalse();
    }

    @Test
    void aKeySaysWhatItIsOfOnceItIsKnownWhetherItNamesANamespace() {
        var pods = StorageResource.builtIn(new GroupResource("", "pods"));
        var widgets = StorageResource.custom(new GroupResource("example.com", "widgets"));
        for (var resource : List.of(pods, widgets)) {
            for (var namespace : List.of("", "ns")) {
                var where = new ObjectKey(new ClusterName("system:admin"), namespace, "n");
                var key = Keyspace.key(resource, where);
                boolean inNamespace = !namespace.isEmpty();

                assertThat(Keyspace.resourceOf(key, inNamespace)).isEqualTo(resource);
                assertThat(Keyspace.clusterOf(key, inNamespace)).isEqualTo(where.cluster());
                assertThat(Keyspace.everything().contains(key)).isTrue();
            }
        }
    }
}
