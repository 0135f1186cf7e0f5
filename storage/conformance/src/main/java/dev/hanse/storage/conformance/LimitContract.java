package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static dev.hanse.storage.conformance.StoreUnderTest.drain;
import static dev.hanse.storage.conformance.StoreUnderTest.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.TooLargeException;
import dev.hanse.storage.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What happens at the edges: long keys, many watchers, every revision as a start, compaction in
/// the middle of everything, and callers that give up.
abstract class LimitContract {

    private static final int WATCHERS = 10_000;
    private static final int PATIENCE_SECONDS = 60;
    private static final int LONGEST_KEY = 2048;

    abstract StoreUnderTest store();

    @Test
    void longKeysDifferInTheirLastByte() throws Exception {
        var start = store().storage().revision();
        var one = Bytes.utf8("k".repeat(LONGEST_KEY) + "a");
        var other = Bytes.utf8("k".repeat(LONGEST_KEY) + "b");
        store().put(one, Bytes.utf8("1"));
        var newest = store().put(other, Bytes.utf8("2"));

        assertThat(store().list(Range.key(one), Revision.NONE))
                .extracting(Entry::key)
                .containsExactly(one);
        assertThat(store().list(Range.prefix(Bytes.utf8("k".repeat(LONGEST_KEY))), Revision.NONE))
                .extracting(Entry::key)
                .containsExactly(one, other);
        try (var cursor = store().storage().watch(Range.key(other), start)) {
            assertThat(drain(cursor, newest)).hasSize(1);
        }
    }

    @Test
    void aTransactionThatIsTooLargeIsRefusedAndHurtsNobody() {
        store().put("key", "before");

        assertThatThrownBy(
                        () ->
                                store().put(
                                                Bytes.utf8("key"),
                                                Bytes.wrap(new byte[(int) Txn.MAX_BYTES + 1])))
                .isInstanceOf(TooLargeException.class);

        assertThat(store().get("key")).isNotNull().matches(e -> e.value().utf8().equals("before"));
        store().put("key", "after");
        assertThat(store().get("key")).isNotNull().matches(e -> e.value().utf8().equals("after"));
    }

    @Test
    void aCursorMayStartAtEveryRevisionThereIs() throws Exception {
        var start = store().storage().revision();
        for (int i = 0; i < 15; i++) {
            store().put("key-" + i % 4, "value " + i);
            if (i % 5 == 4) {
                store().delete("key-" + i % 4);
            }
        }
        var newest = store().storage().revision();
        List<String> all;
        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            all = show(drain(cursor, newest));
        }

        var boundary = start;
        for (int seen = 0; seen < all.size(); seen++) {
            try (var cursor = store().storage().watch(EVERYTHING, boundary)) {
                var first = cursor.next(1);
                while (first.events().isEmpty()) {
                    first = cursor.next(1);
                }
                assertThat(show(first.events())).containsExactly(all.get(seen));
                assertThat(show(drain(cursor, newest)))
                        .isEqualTo(all.subList(seen + 1, all.size()));
                boundary = first.events().getLast().revision();
            }
        }
        assertThat(boundary).isEqualTo(newest);
    }

    @Test
    void tenThousandWatchersOfOnePrefixSeeTheSameCommit() throws Exception {
        var cursors = new ArrayList<Cursor>();
        var called = new CountDownLatch(WATCHERS);
        var range = Range.prefix(Bytes.utf8("shared/"));
        for (int i = 0; i < WATCHERS; i++) {
            var cursor = store().storage().watch(range, Revision.NONE);
            cursor.whenReadable(called::countDown);
            cursors.add(cursor);
        }

        var revision = store().put("shared/key", "x");

        assertThat(called.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        for (var cursor : cursors) {
            var batch = cursor.next(10);
            assertThat(batch.events()).hasSize(1);
            assertThat(batch.upTo()).isGreaterThanOrEqualTo(revision);
            cursor.close();
        }
    }

    @Test
    void pagesReadWhileOthersCompactAreWholeOrRefused() throws Exception {
        for (int i = 0; i < 40; i++) {
            store().put("key-%02d".formatted(i), "0");
        }
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> rewriteAndCompact(writing));
            try {
                for (int i = 0; i < 30; i++) {
                    var _ = readPages();
                }
            } finally {
                writing.set(false);
            }
            var _ = writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        // Nobody disturbs this one.
        assertThat(readPages()).isTrue();
    }

    private boolean rewriteAndCompact(AtomicBoolean writing) {
        for (int i = 1; writing.get(); i++) {
            var revision = store().put("key-%02d".formatted(i % 40), Integer.toString(i));
            if (i % 3 == 0) {
                store().storage().compact(revision);
            }
        }
        return true;
    }

    /// @return whether nothing was compacted away between the pages
    private boolean readPages() {
        var entries = new ArrayList<Entry>();
        var page = store().storage().read(EVERYTHING, Revision.NONE, 7);
        var at = page.revision();
        entries.addAll(page.entries());
        try {
            while (page.more()) {
                page = store().storage().read(EVERYTHING.after(entries.getLast().key()), at, 7);
                entries.addAll(page.entries());
            }
        } catch (CompactedException e) {
            return false;
        }
        assertThat(entries).hasSize(40);
        assertThat(entries).allMatch(entry -> entry.modRevision().compareTo(at) <= 0);
        assertThat(entries).extracting(Entry::key).isSorted().doesNotHaveDuplicates();
        return true;
    }

    @Test
    void aCallerThatIsInterruptedGivesUpAndHurtsNobody() {
        store().put("key", "before");

        Thread.currentThread().interrupt();
        var future = new Revision(store().storage().localRevision().value() + 1000);
        assertThatThrownBy(() -> store().list(EVERYTHING, future))
                .isInstanceOf(StorageException.class);
        assertThat(Thread.interrupted()).isTrue();

        Thread.currentThread().interrupt();
        try {
            var _ = store().storage().commit(Txn.create(Bytes.utf8("other"), Bytes.EMPTY));
        } catch (StorageException e) {
            // Unavailable or unknown, as it is; or it was faster than the interrupt.
        }
        var _ = Thread.interrupted();

        store().put("key", "after");
        assertThat(store().get("key")).isNotNull().matches(e -> e.value().utf8().equals("after"));
    }
}
