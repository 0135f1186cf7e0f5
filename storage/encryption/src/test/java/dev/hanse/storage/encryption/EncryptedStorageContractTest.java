package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import dev.hanse.storage.conformance.StorageContract;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// A store in which everything is encrypted is a store like any other.
class EncryptedStorageContractTest extends StorageContract {

    private static final Provider PROVIDER = Secrets.fresh(Algorithm.AESGCM, "key");

    @TempDir Path directory;

    @Override
    protected Storage open(List<Index> indexes) {
        var all = new Encryption(List.of(new Encryption.Rule(Bytes.EMPTY, List.of(PROVIDER))));
        EncryptionSource source = () -> all;
        return new EncryptedStorage(
                EmbeddedStorage.open(
                        new EmbeddedStorageConfig(directory)
                                .withDeadline(Duration.ofSeconds(2))
                                .withMemory(8 << 20, 16 << 20, 16 << 10)
                                .withReservedBytes(0),
                        indexes.stream().map(source::overPlainValues).toList()),
                source);
    }
}
