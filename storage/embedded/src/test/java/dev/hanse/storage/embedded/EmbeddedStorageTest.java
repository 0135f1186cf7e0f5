package dev.hanse.storage.embedded;

import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import dev.hanse.storage.conformance.StorageContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStorageTest extends StorageContract {

    @TempDir Path directory;

    @Override
    protected Storage open(List<Index> indexes) {
        return EmbeddedStorage.open(
                new EmbeddedStorageConfig(directory)
                        .withDeadline(Duration.ofSeconds(2))
                        .withMemory(8 << 20, 16 << 20, 16 << 10)
                        .withReservedBytes(0),
                indexes);
    }
}
