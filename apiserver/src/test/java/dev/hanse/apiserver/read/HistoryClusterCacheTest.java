package dev.hanse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryClusterCacheTest {

    private static final StorageResource RESOURCE =
            StorageResource.builtIn(new GroupResource("", "configmaps"));
    private static final ClusterName CLUSTER = new ClusterName("tenant");

    @TempDir Path directory;
    private Storage storage;

    @BeforeEach
    void open() {
        storage = EmbeddedStorage.open(new EmbeddedStorageConfig(directory));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void whatIsWrittenIsSeenByTheNextLookup() {
        var counts = cache();

        for (int i = 1; i <= 50; i++) {
            put("object-" + i);

            assertThat(counts.get(CLUSTER)).isEqualTo(i);
        }
    }

    @Test
    void whoHearsOfAChangeFindsItWhoeverHearsFirst() {
        var found = new ConcurrentLinkedQueue<Long>();
        var watches = new ArrayList<>(watches(20));
        var counts = cache();
        watches.addAll(watches(20));
        assertThat(counts.get(CLUSTER)).isZero();
        watches.forEach(each -> each.whenReadable(() -> found.add(counts.get(CLUSTER))));

        put("object");

        assertThat(found).hasSize(watches.size()).containsOnly(1L);
        watches.forEach(Cursor::close);
    }

    private List<Cursor> watches(int count) {
        return Stream.generate(() -> storage.watch(Keyspace.all(RESOURCE), Revision.NONE))
                .limit(count)
                .toList();
    }

    @Test
    void anotherClustersChangeDropsNothing() {
        var loads = new ArrayList<ClusterName>();
        var loading =
                new HistoryClusterCache<>(
                        storage,
                        List.of(RESOURCE),
                        10,
                        cluster -> {
                            loads.add(cluster);
                            return cluster;
                        });
        loading.get(CLUSTER);

        storage.commit(Txn.create(key(new ClusterName("other"), "x"), Bytes.utf8("{}")));
        loading.get(CLUSTER);

        assertThat(loads).containsExactly(CLUSTER);
    }

    /// Counts a cluster's objects.
    private HistoryClusterCache<Long> cache() {
        return new HistoryClusterCache<>(
                storage,
                List.of(RESOURCE),
                10,
                cluster ->
                        storage.count(
                                Keyspace.cluster(RESOURCE, cluster), storage.localRevision()));
    }

    private void put(String name) {
        storage.commit(Txn.create(key(CLUSTER, name), Bytes.utf8("{}")));
    }

    private static Bytes key(ClusterName cluster, String name) {
        return Keyspace.key(RESOURCE, new ObjectKey(cluster, "default", name));
    }
}
