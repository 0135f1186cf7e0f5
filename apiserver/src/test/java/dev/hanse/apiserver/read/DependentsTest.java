package dev.hanse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.Dependents.Dependent;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class DependentsTest {

    private static final ClusterName MINE = new ClusterName("mine");
    private static final ClusterName YOURS = new ClusterName("yours");
    private static final StorageResource PODS =
            StorageResource.builtIn(new GroupResource("", "pods"));
    private static final StorageResource NODES =
            StorageResource.builtIn(new GroupResource("", "nodes"));
    private static final StorageResource WIDGETS =
            StorageResource.custom(new GroupResource("example.com", "widgets"));
    private static final StorageResource BOUND =
            new StorageResource(new GroupResource("example.com", "orders"), "a".repeat(64));

    @TempDir Path directory;
    private Storage storage;
    private Dependents dependents;

    @BeforeEach
    void open() {
        storage = EmbeddedStorage.open(new EmbeddedStorageConfig(directory), ObjectIndexes.all());
        dependents = new Dependents(storage, new StoredForm(true));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void objectsOfEveryKindAreFoundWhereTheyAreStored() {
        put(PODS, MINE, "ns", "a", "u1");
        put(NODES, MINE, "", "b", "u1");
        put(WIDGETS, MINE, "ns", "c", "u1", "u2");
        put(WIDGETS, MINE, "", "d", "u2", "u1");
        put(BOUND, MINE, "ns", "e", "u1");
        put(BOUND, MINE, "", "f", "u1");
        put(PODS, MINE, "ns", "other", "u2");
        put(PODS, MINE, "ns", "none");

        assertThat(dependents.of(MINE, "u1"))
                .extracting(Dependent::resource, found -> found.object().name())
                .containsExactlyInAnyOrder(
                        tuple(PODS, "a"),
                        tuple(NODES, "b"),
                        tuple(WIDGETS, "c"),
                        tuple(WIDGETS, "d"),
                        tuple(BOUND, "e"),
                        tuple(BOUND, "f"));
        assertThat(dependents.of(MINE, "u1"))
                .allMatch(
                        found ->
                                found.object()
                                        .annotations()
                                        .getOrDefault("kcp.io/cluster", "")
                                        .equals("mine"));
    }

    @Test
    void tenantsNeverMeet() {
        put(PODS, MINE, "ns", "a", "u1");
        put(PODS, YOURS, "ns", "b", "u1");
        put(PODS, YOURS, "ns", "c", "u1", "mine/u1");

        assertThat(names(MINE, "u1")).containsExactly("a");
        assertThat(names(YOURS, "u1")).containsExactly("b", "c");
        assertThat(names(MINE, "u1/u1")).isEmpty();
    }

    @Test
    void anOwnerThatIsDroppedIsForgotten() {
        put(PODS, MINE, "ns", "a", "u1");
        put(PODS, MINE, "ns", "a");

        assertThat(names(MINE, "u1")).isEmpty();
    }

    @Test
    void manyDependentsAreFoundAtOneRevision() {
        for (int i = 0; i < 1200; i++) {
            put(PODS, MINE, "ns", "pod%04d".formatted(i), "u1");
        }
        try (var found = dependents.of(MINE, "u1")) {
            var seen = found.iterator();
            seen.next();
            put(PODS, MINE, "ns", "pod1199");
            put(PODS, MINE, "ns", "pod1200", "u1");
            int count = 1;
            while (seen.hasNext()) {
                seen.next();
                count++;
            }

            assertThat(count).isEqualTo(1200);
        }
    }

    @Test
    void whatHasOwnersOrWaitsForTheCollectorIsUnsettled() {
        put(PODS, MINE, "ns", "owned", "u1");
        put(WIDGETS, YOURS, "ns", "also", "u2", "u3");
        put(PODS, MINE, "ns", "alone");
        var waits = object("waits", "ns");
        waits.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        waits.withArray("/metadata/finalizers").add("foregroundDeletion");
        put(PODS, YOURS, "ns", "waits", waits);
        var held = object("held", "ns");
        held.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        held.withArray("/metadata/finalizers").add("example.com/other");
        put(PODS, YOURS, "ns", "held", held);

        assertThat(dependents.unsettled())
                .extracting(each -> each.key().cluster(), each -> each.key().name())
                .containsExactlyInAnyOrder(
                        tuple(YOURS, "waits"), tuple(MINE, "owned"), tuple(YOURS, "also"));
    }

    private List<String> names(ClusterName cluster, String uid) {
        return dependents.of(cluster, uid).map(found -> found.object().name()).toList();
    }

    private void put(
            StorageResource resource,
            ClusterName cluster,
            String namespace,
            String name,
            String... owners) {
        var object = object(name, namespace);
        for (var owner : owners) {
            object.withArray("/metadata/ownerReferences").addObject().put("uid", owner);
        }
        put(resource, cluster, namespace, name, object);
    }

    private static ObjectNode object(String name, String namespace) {
        var object =
                (ObjectNode)
                        Yaml.parseAll("{apiVersion: v1, kind: K, metadata: {name: " + name + "}}")
                                .getFirst();
        if (!namespace.isEmpty()) {
            object.withObject("/metadata").put("namespace", namespace);
        }
        return object;
    }

    private void put(
            StorageResource resource,
            ClusterName cluster,
            String namespace,
            String name,
            ObjectNode object) {
        var key = Keyspace.key(resource, new ObjectKey(cluster, namespace, name));
        var write = new Write.Put(key, new StoredForm(true).encode(object));
        storage.commit(new Txn(List.of(), List.of(write)));
    }
}
