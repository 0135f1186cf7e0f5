package dev.hanse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectIndexTest {

    private static final StorageResource WIDGETS =
            StorageResource.custom(new GroupResource("example.com", "widgets"));
    private static final StorageResource GADGETS =
            StorageResource.custom(new GroupResource("example.com", "gadgets"));
    private static final ObjectIndex COLOR =
            new ObjectIndex(
                    "color",
                    "spec.color",
                    WIDGETS,
                    widget -> Set.of(widget.spec().path("color").asText()));

    @TempDir Path directory;
    private Storage storage;
    private StoredObjects objects;

    @BeforeEach
    void open() {
        storage =
                EmbeddedStorage.open(
                        new EmbeddedStorageConfig(directory), List.of(COLOR.declaration()));
        objects = new HistoryObjects(storage, new StoredForm(true));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void objectsOfOneResourceAreFoundInAllClusters() {
        put(WIDGETS, "b", "one", "red");
        put(WIDGETS, "a", "two", "red");
        put(WIDGETS, "a", "three", "green");
        put(GADGETS, "a", "four", "red");

        assertThat(objects.find(COLOR, "red"))
                .extracting(each -> each.annotations().get("kcp.io/cluster") + "/" + each.name())
                .containsExactly("a/two", "b/one");
        assertThat(objects.find(COLOR, "blue")).isEmpty();
    }

    @Test
    void whatAnObjectSaidBeforeIsForgotten() {
        put(WIDGETS, "a", "one", "red");
        put(WIDGETS, "a", "one", "green");

        assertThat(objects.find(COLOR, "red")).isEmpty();
        assertThat(objects.find(COLOR, "green")).hasSize(1);
    }

    @Test
    void onlyAnotherVersionOfAnObjectIsAnother() {
        put(WIDGETS, "a", "one", "red");
        put(WIDGETS, "a", "two", "red");
        var before = objects.versions(WIDGETS, new ClusterName("a"));
        put(WIDGETS, "a", "one", "green");
        put(WIDGETS, "b", "two", "red");
        var after = objects.versions(WIDGETS, new ClusterName("a"));

        assertThat(after).hasSize(2);
        assertThat(after.getFirst().id()).isNotEqualTo(before.getFirst().id());
        assertThat(after.getLast().id()).isEqualTo(before.getLast().id());
        assertThat(after.getFirst().object().get().spec().path("color").asText())
                .isEqualTo("green");
    }

    private void put(StorageResource resource, String cluster, String name, String color) {
        var object =
                (ObjectNode)
                        Yaml.parse(
                                """
                                {apiVersion: example.com/v1, kind: Thing,
                                 metadata: {name: %s}, spec: {color: %s}}
                                """
                                        .formatted(name, color));
        var key = Keyspace.key(resource, new ObjectKey(new ClusterName(cluster), "", name));
        var write = new Write.Put(key, new StoredForm(true).encode(object));
        storage.commit(new Txn(List.of(), List.of(write)));
    }
}
