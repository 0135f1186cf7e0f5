package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedStoreTest {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);
    private static final Revision NEWEST = new Revision(1_000_000_123);

    @TempDir Path directory;

    private final List<Entry> entries =
            List.of(entry("a\0", "one", 2, 2), entry("b", "two", 3, 77), entry("c", "", 123, 123));

    @Test
    void aRestoredStoreHasTheEntriesAsTheyWere() {
        restore(entries.iterator());

        try (var storage = open()) {
            assertThat(all(storage)).isEqualTo(entries);
            assertThat(storage.revision()).isEqualTo(NEWEST);
        }
        assertThat(StoppedStore.verify(store(), () -> {})).isEmpty();
    }

    @Test
    void timeOnlyGoesForwardInARestoredStore() {
        restore(entries.iterator());

        try (var storage = open()) {
            assertThatThrownBy(() -> storage.watch(EVERYTHING, new Revision(123)))
                    .isInstanceOf(CompactedException.class);
            assertThatThrownBy(() -> storage.read(EVERYTHING, new Revision(123), 10))
                    .isInstanceOf(CompactedException.class);
            assertThat(put(storage, "d")).isEqualTo(new Revision(NEWEST.value() + 1));
        }
        try (var storage = open();
                var cursor = storage.watch(EVERYTHING, NEWEST)) {
            assertThat(cursor.next(10).events()).hasSize(1);
        }
    }

    @Test
    void aConditionOnAnOldRevisionStillHolds() {
        restore(entries.iterator());

        try (var storage = open()) {
            var key = Bytes.utf8("b");
            var txn =
                    new Txn(
                            List.of(new Condition(key, new Revision(77))),
                            List.of(new Write.Delete(key)));
            assertThat(storage.commit(txn)).isInstanceOf(Outcome.Committed.class);
        }
    }

    @Test
    void anInterruptedRestoreCannotBeOpenedButRepeated() {
        assertThatThrownBy(() -> restore(failingAfter(entries.getFirst())))
                .hasMessage("the file ends here");

        assertThatThrownBy(this::open)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("was interrupted: run it again, or delete the directory");

        restore(entries.iterator());
        try (var storage = open()) {
            assertThat(all(storage)).isEqualTo(entries);
        }
    }

    @Test
    void aStoreIsNotOverwritten() {
        try (var storage = open()) {
            put(storage, "precious");
            assertThatThrownBy(() -> restore(entries.iterator()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("is in use by");
        }
        assertThatThrownBy(() -> restore(entries.iterator()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("there is a store in " + store() + " already");
        try (var storage = open()) {
            assertThat(all(storage)).extracting(e -> e.key().utf8()).containsExactly("precious");
        }
    }

    @Test
    void verifyingNeedsAStoreThatNobodyUses() {
        assertThatThrownBy(() -> StoppedStore.verify(store(), () -> {}))
                .hasMessage("there is no store in " + store());
        try (var _ = open()) {
            assertThatThrownBy(() -> StoppedStore.verify(store(), () -> {}))
                    .hasMessageContaining("is in use by");
        }
    }

    @Test
    void reclaimingGivesSpaceBack() throws IOException {
        var random = new Random(1);
        try (var storage = open()) {
            for (int i = 0; i < 40; i++) {
                var value = new byte[500_000];
                random.nextBytes(value);
                storage.commit(
                        new Txn(
                                List.of(),
                                List.of(new Write.Put(Bytes.utf8("key"), Bytes.wrap(value)))));
            }
        }
        assertThat(size()).isGreaterThan(15_000_000);

        try (var storage = open()) {
            storage.compact(storage.revision());
            storage.reclaim();
        }

        assertThat(size()).isLessThan(2_000_000);
        assertThat(StoppedStore.verify(store(), () -> {})).isEmpty();
    }

    private long size() throws IOException {
        long size = 0;
        try (var files = Files.newDirectoryStream(store().resolve("history"))) {
            for (var file : files) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private Path store() {
        return directory.resolve("store");
    }

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(new EmbeddedStorageConfig(store()));
    }

    private void restore(Iterator<Entry> entries) {
        StoppedStore.restore(store(), NEWEST, entries);
    }

    private static Iterator<Entry> failingAfter(Entry entry) {
        return new Iterator<>() {
            private boolean returned;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Entry next() {
                if (returned) {
                    throw new IllegalStateException("the file ends here");
                }
                returned = true;
                return entry;
            }
        };
    }

    private static List<Entry> all(Storage storage) {
        var all = new ArrayList<Entry>();
        try (var scan = storage.scan(EVERYTHING, Revision.NONE)) {
            for (var some = scan.next(2); !some.isEmpty(); some = scan.next(2)) {
                all.addAll(some);
            }
        }
        return all;
    }

    private static Revision put(Storage storage, String key) {
        var write = new Write.Put(Bytes.utf8(key), Bytes.EMPTY);
        return ((Outcome.Committed) storage.commit(new Txn(List.of(), List.of(write)))).revision();
    }

    private static Entry entry(String key, String value, long created, long modified) {
        return new Entry(
                Bytes.utf8(key), Bytes.utf8(value), new Revision(created), new Revision(modified));
    }
}
