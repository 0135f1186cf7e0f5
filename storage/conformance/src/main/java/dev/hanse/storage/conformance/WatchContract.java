package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static dev.hanse.storage.conformance.StoreUnderTest.drain;
import static dev.hanse.storage.conformance.StoreUnderTest.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every later commit of the range, once, in order, with what was there before.
abstract class WatchContract {

    abstract StoreUnderTest store();

    @Test
    void aCursorSeesEveryChangeWithThePreviousValue() throws Exception {
        var start = store().storage().revision();
        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            var created = store().put("key", "one");
            var updated = store().put("key", "two");
            var deleted = store().delete("key");
            var again = store().put("key", "three");

            var key = Bytes.utf8("key");
            var one = new Entry(key, Bytes.utf8("one"), created, created);
            var two = new Entry(key, Bytes.utf8("two"), created, updated);
            var three = new Entry(key, Bytes.utf8("three"), again, again);
            assertThat(drain(cursor, again))
                    .containsExactly(
                            new Event(key, created, one, null),
                            new Event(key, updated, two, one),
                            new Event(key, deleted, null, two),
                            new Event(key, again, three, null));
        }
    }

    @Test
    void aCursorWithoutARevisionStartsNow() throws Exception {
        store().put("key", "before");
        try (var cursor = store().storage().watch(EVERYTHING, Revision.NONE)) {
            var after = store().put("key", "after");

            assertThat(show(drain(cursor, after))).containsExactly("key: before -> after");
        }
    }

    @Test
    void aCursorResumesAfterTheRevisionItIsGiven() throws Exception {
        store().put("key", "one");
        var two = store().put("key", "two");
        store().put("key", "three");
        var four = store().put("key", "four");

        try (var cursor = store().storage().watch(EVERYTHING, two)) {
            assertThat(show(drain(cursor, four)))
                    .containsExactly("key: two -> three", "key: three -> four");
        }
    }

    @Test
    void aCursorSeesItsRangeOnly() throws Exception {
        var start = store().storage().revision();
        for (var key : List.of("s/1", "t", "t-b/1", "t/1", "t/2", "t0", "ta/1", "u")) {
            store().put(key, "x");
        }
        var newest = store().storage().revision();

        try (var cursor = store().storage().watch(Range.prefix(Bytes.utf8("t/")), start)) {
            assertThat(drain(cursor, newest))
                    .extracting(event -> event.key().utf8())
                    .containsExactly("t/1", "t/2");
        }
    }

    @Test
    void aCommitIsNeverSplit() throws Exception {
        var start = store().storage().revision();
        var first =
                store().committed(
                                List.of(),
                                List.of(
                                        new Write.Put(Bytes.utf8("c"), Bytes.EMPTY),
                                        new Write.Put(Bytes.utf8("a"), Bytes.EMPTY),
                                        new Write.Put(Bytes.utf8("b"), Bytes.EMPTY)));
        var second = store().put("a", "x");

        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            var batch = cursor.next(1);
            assertThat(batch.events())
                    .extracting(event -> event.key().utf8())
                    .containsExactly("a", "b", "c");
            assertThat(batch.events()).allMatch(event -> event.revision().equals(first));
            assertThat(batch.upTo()).isBetween(first, new Revision(second.value() - 1));
            assertThat(drain(cursor, second)).hasSize(1);
        }
    }

    @Test
    void anEmptyBatchTellsHowFarTheReaderIs() {
        var start = store().storage().revision();
        try (var cursor = store().storage().watch(Range.prefix(Bytes.utf8("mine/")), start)) {
            var newest = store().put("other", "x");

            var batch = cursor.next(10);

            assertThat(batch.events()).isEmpty();
            assertThat(batch.upTo()).isGreaterThanOrEqualTo(newest);
        }
    }

    @Test
    void aSlowReaderMissesNothing() throws Exception {
        var start = store().storage().revision();
        var large = "x".repeat(1000);
        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            var newest = start;
            for (int i = 0; i < 300; i++) {
                newest = store().put("key-" + i % 7, large + i);
            }

            var events = drain(cursor, newest);

            assertThat(events).hasSize(300);
            for (int i = 0; i < 300; i++) {
                assertThat(valueOf(events.get(i).current())).isEqualTo(large + i);
                assertThat(valueOf(events.get(i).previous()))
                        .isEqualTo(i < 7 ? "" : large + (i - 7));
            }
        }
    }

    private static String valueOf(@Nullable Entry entry) {
        return entry == null ? "" : entry.value().utf8();
    }

    @Test
    void aReaderBesideWritersSeesEachRevisionOnceInOrder() throws Exception {
        int writers = 8;
        int writes = 40;
        var start = store().storage().revision();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var cursor = store().storage().watch(EVERYTHING, start)) {
            for (int i = 0; i < writers; i++) {
                var key = "writer-" + i;
                threads.execute(
                        () -> {
                            for (int j = 0; j < writes; j++) {
                                store().put(key, Integer.toString(j));
                            }
                        });
            }
            var events = new ArrayList<Event>();
            var seen = start;
            while (events.size() < writers * writes) {
                seen = new Revision(seen.value() + 1);
                events.addAll(drain(cursor, seen));
                if (!events.isEmpty()) {
                    seen = events.getLast().revision();
                }
            }

            assertThat(events).hasSize(writers * writes);
            assertThat(events).extracting(Event::revision).isSorted().doesNotHaveDuplicates();
            for (int i = 0; i < writers; i++) {
                var key = Bytes.utf8("writer-" + i);
                assertThat(events)
                        .filteredOn(event -> event.key().equals(key))
                        .extracting(event -> Integer.parseInt(valueOf(event.current())))
                        .isSorted()
                        .hasSize(writes);
            }
        }
    }

    @Test
    void aCursorOfAClosedStoreSaysSo() {
        var cursor = store().storage().watch(EVERYTHING, Revision.NONE);
        store().close();

        assertThatThrownBy(() -> cursor.next(1)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store().storage().revision())
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store().put("key", "x")).isInstanceOf(UnavailableException.class);
        cursor.close();
    }
}
