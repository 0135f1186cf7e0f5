package dev.hanse.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.Query;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.encryption.Algorithm;
import dev.hanse.storage.encryption.EncryptedStorage;
import dev.hanse.storage.encryption.Encryption;
import dev.hanse.storage.encryption.Provider;
import dev.hanse.storage.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snapshot of a running server must not be worth stealing without the keys.
class EncryptedSnapshotTest {

    private static final Bytes SECRET = Bytes.utf8("/registry/core/secrets/one");
    private static final Bytes CONFIG = Bytes.utf8("/registry/core/configmaps/one");
    private static final Bytes CANARY = Bytes.utf8("canary");

    private final Encryption secrets =
            new Encryption(
                    List.of(
                            new Encryption.Rule(
                                    Bytes.utf8("/registry/core/secrets/"),
                                    List.of(
                                            Provider.encrypting(
                                                    Algorithm.AESGCM,
                                                    "key",
                                                    Bytes.utf8("0123456789abcdef"),
                                                    new SecureRandom())))));

    @TempDir Path directory;

    @Test
    void holdsWhatIsEncryptedAsItIsStored() throws IOException {
        var stored = EmbeddedStorage.open(new EmbeddedStorageConfig(directory.resolve("store")));
        try (var storage = new EncryptedStorage(stored, () -> secrets)) {
            storage.commit(Txn.create(SECRET, CANARY));
            storage.commit(Txn.create(CONFIG, CANARY));

            var snapshot = snapshot(storage);

            assertThat(snapshot).containsOnlyKeys(SECRET, CONFIG).containsEntry(CONFIG, CANARY);
            assertThat(snapshot.get(SECRET))
                    .matches(value -> value.startsWith(Bytes.utf8("k8s:enc:aesgcm:v1:key:")))
                    .matches(value -> !value.utf8().contains(CANARY.utf8()));
        }
    }

    private Map<Bytes, Bytes> snapshot(Storage storage) throws IOException {
        var file = directory.resolve("snapshot");
        try (var out = Files.newOutputStream(file);
                var frames = ((ApiResponse.Stream) answer(storage)).frames()) {
            for (var some = frames.next(); ; some = frames.next()) {
                for (var frame : some.frames()) {
                    out.write(frame);
                }
                if (some.ended()) {
                    break;
                }
            }
        }
        var values = new HashMap<Bytes, Bytes>();
        try (var entries = SnapshotReader.open(file)) {
            entries.forEachRemaining((Entry entry) -> values.put(entry.key(), entry.value()));
        }
        return values;
    }

    private static ApiResponse answer(Storage storage) {
        var request =
                new ApiRequest(
                        "GET",
                        StorageExtension.SNAPSHOT,
                        Query.EMPTY,
                        Map.of(),
                        Bytes.EMPTY,
                        List.of(),
                        "");
        return new StorageExtension(storage, Clock.systemUTC())
                .serverPaths().stream()
                        .filter(path -> path.path().equals(StorageExtension.SNAPSHOT))
                        .findFirst()
                        .orElseThrow()
                        .answer(request);
    }
}
