package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.Txn;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class FullDiskTest {

    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes OTHER = Bytes.utf8("other");

    @TempDir Path directory;
    private final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
    private EmbeddedStorage storage;
    private Revision written;

    @BeforeEach
    void open() {
        storage =
                EmbeddedStorage.open(
                        new EmbeddedStorageConfig(directory),
                        List.of(),
                        DataDirectory.open(directory),
                        freeBytes::get);
        var outcome = storage.commit(Txn.create(KEY, Bytes.EMPTY));
        written = ((Outcome.Committed) outcome).revision();
        freeBytes.set(1000);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void writesAreRefusedWhileReadsGoOn() {
        assertThatThrownBy(() -> storage.commit(Txn.create(OTHER, Bytes.EMPTY)))
                .isInstanceOf(StorageFullException.class);

        assertThat(storage.revision()).isEqualTo(written);
        assertThat(storage.read(Range.key(OTHER), Revision.NONE, 1).entries()).isEmpty();
        assertThat(storage.read(Range.key(KEY), Revision.NONE, 1).entries()).hasSize(1);
    }

    @Test
    void deletionsMakeRoom() {
        assertThat(storage.commit(Txn.delete(KEY, written))).isInstanceOf(Outcome.Committed.class);
    }

    @Test
    void writesWorkAgainWhenThereIsRoom() {
        assertThatThrownBy(() -> storage.commit(Txn.create(OTHER, Bytes.EMPTY)))
                .isInstanceOf(StorageFullException.class);

        freeBytes.set(Long.MAX_VALUE);

        assertThat(storage.commit(Txn.create(OTHER, Bytes.EMPTY)))
                .isInstanceOf(Outcome.Committed.class);
    }
}
