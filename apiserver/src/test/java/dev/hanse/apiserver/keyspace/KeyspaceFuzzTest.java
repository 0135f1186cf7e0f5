package dev.hanse.apiserver.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.util.List;
import java.util.Optional;

/// Names of any characters: refused, or built into a key that only they have, that is read back,
/// and that lies in the ranges of its own tenant and namespace and in no other.
///
/// As a test it repeats its corpus; `dev/fuzz` makes up new inputs.
class KeyspaceFuzzTest {

    private static final int LONGEST = 40;
    private static final List<ClusterName> CLUSTERS =
            List.of(new ClusterName("root"), new ClusterName("root2"), new ClusterName("r"));
    private static final StorageResource RESOURCE =
            StorageResource.custom(new GroupResource("example.com", "widgets"));

    @FuzzTest(maxDuration = "1m")
    void everyKeyBelongsToOneObject(FuzzedDataProvider data) {
        var one = key(data);
        var other = key(data);

        var oneKey = built(one);
        var otherKey = built(other);

        oneKey.ifPresent(key -> assertThat(Keyspace.parse(RESOURCE, key)).isEqualTo(one));
        if (oneKey.isPresent() && otherKey.isPresent()) {
            assertThat(oneKey.equals(otherKey)).isEqualTo(one.equals(other));
        }
    }

    @FuzzTest(maxDuration = "1m")
    void everyKeyLiesInItsOwnRanges(FuzzedDataProvider data) {
        var object = key(data);
        var namespace = data.consumeString(LONGEST);

        built(object)
                .ifPresent(
                        key -> {
                            assertThat(Keyspace.all(RESOURCE).contains(key)).isTrue();
                            assertThat(Keyspace.clusterOf(RESOURCE, key))
                                    .isEqualTo(object.cluster().toString());
                            for (var cluster : CLUSTERS) {
                                boolean own = cluster.equals(object.cluster());
                                assertThat(Keyspace.cluster(RESOURCE, cluster).contains(key))
                                        .isEqualTo(own);
                                range(cluster, namespace)
                                        .ifPresent(
                                                range ->
                                                        assertThat(range.contains(key))
                                                                .isEqualTo(
                                                                        own
                                                                                && namespace.equals(
                                                                                        object
                                                                                                .namespace())));
                            }
                        });
    }

    private static ObjectKey key(FuzzedDataProvider data) {
        return new ObjectKey(
                data.pickValue(CLUSTERS), data.consumeString(LONGEST), data.consumeString(LONGEST));
    }

    private static Optional<Bytes> built(ObjectKey object) {
        try {
            return Optional.of(Keyspace.key(RESOURCE, object));
        } catch (InvalidSegmentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Range> range(ClusterName cluster, String namespace) {
        try {
            return Optional.of(Keyspace.namespace(RESOURCE, cluster, namespace));
        } catch (InvalidSegmentException e) {
            return Optional.empty();
        }
    }
}
