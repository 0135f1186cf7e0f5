package dev.hanse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadsTest {

    private static final StorageResource MAPS =
            StorageResource.builtIn(new GroupResource("", "configmaps"));
    private static final ClusterName HERE = new ClusterName("here");
    private static final Range ALL = Keyspace.namespace(MAPS, HERE, "ns");

    @TempDir Path directory;
    private Storage storage;
    private Reads reads;

    @BeforeEach
    void open() {
        storage = EmbeddedStorage.open(new EmbeddedStorageConfig(directory), List.of());
        reads = new Reads(storage, new StoredForm(false));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void put(String name) {
        var _ = storage.commit(Txn.create(key(name), Bytes.utf8("{}")));
    }

    private static Bytes key(String name) {
        return Keyspace.key(MAPS, new ObjectKey(HERE, "ns", name));
    }

    private Listing page(String token) {
        return reads.list(ALL, Selection.EVERYTHING, new ListQuery(2, token, "", ""));
    }

    private static List<Bytes> keys(Listing listing) {
        return listing.entries().stream().map(each -> each.key()).toList();
    }

    @Test
    void aListThatCannotBeContinuedAsItWasGoesOnWithWhatIsThere() {
        List.of("a", "b", "d", "e", "f").forEach(this::put);
        var first = page("");
        put("c");
        storage.compact(storage.revision());

        var expired =
                catchThrowableOfType(ApiException.class, () -> page(first.continueToken()))
                        .status();
        assertThat(expired.code()).isEqualTo(410);
        assertThat(expired.reason()).isEqualTo("Expired");
        assertThat(expired.toJson().at("/metadata/continue").asText())
                .isEqualTo(expired.continueToken());

        var second = page(expired.continueToken());
        assertThat(keys(second)).containsExactly(key("c"), key("d"));
        assertThat(second.revision()).isEqualTo(storage.revision());
        assertThat(second.remaining()).isEqualTo(2);
        put("z");
        assertThat(keys(page(second.continueToken()))).containsExactly(key("e"), key("f"));
    }
}
