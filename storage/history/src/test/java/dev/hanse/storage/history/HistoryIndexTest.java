package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Index;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/// What the contract cannot see of an index: its rows, and what a new snapshot makes of it.
class HistoryIndexTest {

    private static final Index VALUES =
            new Index("values", "v1", Range.EVERYTHING, (_, value) -> Set.of(value));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;

    @Test
    void aTermThatDoesNotChangeIsWrittenOnce() throws Exception {
        try (var history = open(VALUES)) {
            history.awaitIndex("values", PATIENCE);
            put(history, "key", "red", 2);
            put(history, "key", "red", 3);
            put(history, "key", "red", 4);
        }

        assertThat(rows()).isEqualTo(1 + 1);
    }

    @Test
    void compactionLeavesWhatCanStillBeFound() throws Exception {
        try (var history = open(VALUES)) {
            history.awaitIndex("values", PATIENCE);
            put(history, "kept", "red", 2);
            for (int revision = 3; revision < 3003; revision += 3) {
                put(history, "changed", "red", revision);
                put(history, "changed", "green", revision + 1);
                delete(history, "changed", revision + 2);
            }
            put(history, "last", "red", 4000);

            history.compact(history.newest());
            history.reclaim();

            assertThat(find(history, "red", 4000)).containsExactly("kept", "last");
        }
        assertThat(rows()).isEqualTo(1 + 2);
    }

    @Test
    void anIndexThatIsDroppedLeavesNothing() throws Exception {
        try (var history = open(VALUES)) {
            put(history, "key", "red", 2);
        }
        try (var history = open()) {
            put(history, "key", "green", 3);
        }

        assertThat(rows()).isZero();
    }

    /// As after a crash: the step under way is lost, those before it are not.
    @Test
    void aBuildThatWasInterruptedGoesOnWhereItWas() {
        int keys = 5000;
        try (var history = open()) {
            for (int i = 0; i < keys; i++) {
                put(history, "key%04d".formatted(i), "red", i + 2);
            }
        }
        var stopped = new CountDownLatch(1);
        try (var history = open(counting(count -> stopAt(keys / 2, count, stopped)))) {
            assertThat(stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            delete(history, "key0000", keys + 2);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        var counted = new AtomicInteger();

        try (var history = open(counting(counted::set))) {
            history.awaitIndex("values", PATIENCE);

            assertThat(counted.get()).isLessThan(keys);
            var found =
                    history.find(
                            "values",
                            Bytes.utf8("red"),
                            Range.EVERYTHING,
                            history.newest(),
                            Integer.MAX_VALUE);
            assertThat(found.entries()).hasSize(keys - 1);
        }
    }

    /// [#VALUES], telling `seen` how many values it was asked for.
    private static Index counting(IntConsumer seen) {
        var count = new AtomicInteger();
        return new Index(
                VALUES.name(),
                VALUES.definition(),
                VALUES.scope(),
                (_, value) -> {
                    seen.accept(count.incrementAndGet());
                    return Set.of(value);
                });
    }

    private static void stopAt(int limit, int count, CountDownLatch stopped) {
        if (count == limit) {
            stopped.countDown();
            throw new LinkageError("stops the build");
        }
    }

    @Test
    void aSnapshotIsFoundAndWhatWasThereBeforeIsNot() {
        try (var history = open(VALUES)) {
            put(history, "gone", "red", 2);
            put(history, "kept", "red", 3);

            history.load(
                    new Mark(new Revision(50), 0),
                    List.of(entry("kept", "red", 3), entry("new", "red", 40)).iterator());
            history.awaitIndex("values", PATIENCE);
            put(history, "later", "red", 51);

            assertThat(find(history, "red", 50)).containsExactly("kept", "new");
            assertThat(find(history, "red", 51)).containsExactly("kept", "later", "new");
        }
    }

    private History open(Index... indexes) {
        return History.open(config(), List.of(indexes));
    }

    private HistoryConfig config() {
        return new HistoryConfig(directory, 1 << 20, 1 << 20, false);
    }

    private long rows() throws RocksDBException {
        try (var database = HistoryDatabase.open(config())) {
            return rows(database);
        }
    }

    private static long rows(HistoryDatabase database) {
        long count = 0;
        try (var rows = database.db().newIterator(database.index())) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                count++;
            }
        }
        return count;
    }

    private static List<String> find(History history, String term, long at) {
        return history
                .find("values", Bytes.utf8(term), Range.EVERYTHING, new Revision(at), 10)
                .entries()
                .stream()
                .map(entry -> entry.key().utf8())
                .toList();
    }

    private static void put(History history, String key, String value, long revision) {
        var current = entry(key, value, revision);
        var previous = find(history, key);
        append(history, new Event(current.key(), current.modRevision(), current, previous));
    }

    private static void delete(History history, String key, long revision) {
        var at = new Revision(revision);
        append(history, new Event(Bytes.utf8(key), at, null, find(history, key)));
    }

    private static void append(History history, Event event) {
        history.append(List.of(new Commit(event.revision(), List.of(event))));
    }

    private static @Nullable Entry find(History history, String key) {
        var head = history.head();
        return head.find(Bytes.utf8(key));
    }

    private static Entry entry(String key, String value, long revision) {
        var at = new Revision(revision);
        return new Entry(Bytes.utf8(key), Bytes.utf8(value), at, at);
    }
}
