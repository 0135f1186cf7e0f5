package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.Txn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full, without the reserve that normally keeps it from being so.
class NoSpaceLeftTest {

    private static final Range EVERYTHING = Range.prefix(Bytes.EMPTY);
    private static final int VALUE_BYTES = 20_000;
    private static final int ROUNDS = 3;

    private enum Answer {
        WRITTEN,
        REFUSED,
        UNCLEAR
    }

    @TempDir Path directory;

    private final Random random = new Random(42);
    private final Map<Bytes, Revision> acknowledged = new HashMap<>();
    private final Set<Bytes> unknown = new HashSet<>();
    private int next;

    @Test
    void aFullTmpfsIsSurvived() throws Exception {
        var mountPoint = Files.createDirectory(directory.resolve("small"));
        try (var disk = SmallFileSystem.tmpfs(mountPoint, 96)) {
            fillAndRelease(disk, mountPoint);
        }
    }

    @Test
    void aFullExt4IsSurvived() throws Exception {
        var mountPoint = Files.createDirectory(directory.resolve("small"));
        var image = directory.resolve("image");
        try (var disk = SmallFileSystem.ext4(image, mountPoint, 256)) {
            fillAndRelease(disk, mountPoint);
        }
    }

    private void fillAndRelease(SmallFileSystem disk, Path mountPoint) throws Exception {
        var config =
                new EmbeddedStorageConfig(mountPoint.resolve("store"))
                        .withMemory(8 << 20, 30 << 20, 1 << 20)
                        .withReservedBytes(0);
        var events = new ArrayList<Bytes>();
        try (var storage = EmbeddedStorage.open(config);
                var cursor = storage.watch(EVERYTHING, Revision.NONE)) {
            for (int round = 0; round < ROUNDS; round++) {
                disk.fill(1 << 20);
                writeUntilFull(storage);
                assertReadable(storage);

                // Room enough to try, and too little to succeed.
                disk.release();
                disk.fill(5 << 20);
                var _ = write(storage);
                assertReadable(storage);

                disk.release();
                awaitWrites(storage);
                assertReadable(storage);
                drain(cursor, storage.revision(), events);
            }
            assertThat(events).doesNotHaveDuplicates().containsAll(acknowledged.keySet());
            assertThat(read(storage))
                    .extracting(Entry::key)
                    .containsExactlyInAnyOrderElementsOf(events);
        }
        try (var storage = EmbeddedStorage.open(config)) {
            assertReadable(storage);
        }
    }

    /// Ends with a clear refusal right after another failure. The first failure need not be clear,
    /// and what background work gave back meanwhile may let another write succeed.
    private void writeUntilFull(EmbeddedStorage storage) {
        var last = Answer.WRITTEN;
        var next = write(storage);
        while (last == Answer.WRITTEN || next != Answer.REFUSED) {
            last = next;
            next = write(storage);
        }
    }

    private void awaitWrites(EmbeddedStorage storage) {
        Awaitility.await().until(() -> write(storage) == Answer.WRITTEN);
    }

    private Answer write(EmbeddedStorage storage) {
        var value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        var key = Bytes.utf8("key-" + next++);
        try {
            var outcome = storage.commit(Txn.create(key, Bytes.wrap(value)));
            acknowledged.put(key, ((Outcome.Committed) outcome).revision());
            return Answer.WRITTEN;
        } catch (StorageFullException e) {
            return Answer.REFUSED;
        } catch (OutcomeUnknownException e) {
            unknown.add(key);
            return Answer.UNCLEAR;
        }
    }

    /// What was acknowledged is there, what was refused is not.
    private void assertReadable(EmbeddedStorage storage) {
        var found = new HashMap<Bytes, Revision>();
        read(storage).forEach(entry -> found.put(entry.key(), entry.modRevision()));
        assertThat(found).containsAllEntriesOf(acknowledged);
        found.keySet().removeAll(acknowledged.keySet());
        assertThat(unknown).containsAll(found.keySet());
    }

    private static List<Entry> read(EmbeddedStorage storage) {
        return storage.read(EVERYTHING, Revision.NONE, Integer.MAX_VALUE).entries();
    }

    private static void drain(Cursor cursor, Revision upTo, List<Bytes> events) {
        var reached = Revision.NONE;
        while (reached.compareTo(upTo) < 0) {
            var batch = cursor.next(100);
            batch.events().forEach(event -> events.add(event.key()));
            reached = batch.upTo();
        }
    }
}
