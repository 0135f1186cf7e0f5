package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static dev.hanse.storage.conformance.StoreUnderTest.drain;
import static dev.hanse.storage.conformance.StoreUnderTest.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// History ends somewhere, and says where.
abstract class CompactionContract {

    abstract StoreUnderTest store();

    @Test
    void readsBelowAreRefusedAndReadsFromThereOnGoOn() {
        var one = store().put("key", "one");
        var two = store().put("key", "two");
        var three = store().put("key", "three");

        store().storage().compact(two);

        assertThat(store().storage().compactedRevision()).isEqualTo(two);
        assertThatThrownBy(() -> store().list(EVERYTHING, one))
                .asInstanceOf(InstanceOfAssertFactories.type(CompactedException.class))
                .extracting(CompactedException::compacted)
                .isEqualTo(two);
        assertThatThrownBy(() -> store().storage().count(EVERYTHING, one))
                .isInstanceOf(CompactedException.class);
        assertThat(store().show(EVERYTHING, two)).containsExactly("key=two");
        assertThat(store().show(EVERYTHING, three)).containsExactly("key=three");
    }

    @Test
    void whatIsWrittenCanBeReadUntilItIsCompacted() {
        var one = store().put("key", "one");
        store().put("key", "two");

        assertThat(store().storage().compactedRevision()).isLessThan(one);
        assertThat(store().show(EVERYTHING, one)).containsExactly("key=one");
    }

    @Test
    void theNewestRevisionIsNeverTooOldToRead() {
        var storage = store().storage();
        var key = Bytes.utf8("key");
        store().put("key", "0");
        var done = new AtomicBoolean();
        var reader =
                CompletableFuture.runAsync(
                        () -> {
                            do {
                                assertThat(store().get("key")).isNotNull();
                                assertThat(storage.count(Range.key(key), Revision.NONE)).isOne();
                                storage.watch(EVERYTHING, Revision.NONE).close();
                            } while (!done.get());
                        });

        for (int i = 1; i <= 200 && !reader.isDone(); i++) {
            storage.compact(store().put("key", "" + i));
        }

        done.set(true);
        assertThat(reader).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void livingKeysSurviveAndDeletedOnesStayDeleted() {
        var created = store().put("kept", "x");
        store().put("gone", "x");
        store().put("again", "one");
        store().delete("gone");
        store().delete("again");
        store().put("again", "two");
        var newest = store().storage().revision();

        store().storage().compact(newest);
        store().reopen();

        assertThat(store().show(EVERYTHING, newest)).containsExactly("again=two", "kept=x");
        var kept = store().get("kept");
        assertThat(kept).isNotNull();
        assertThat(kept.modRevision()).isEqualTo(created);
    }

    @Test
    void compactingLowerThanBeforeDoesNothing() {
        store().put("key", "one");
        var two = store().put("key", "two");
        var three = store().put("key", "three");

        store().storage().compact(three);
        store().storage().compact(two);
        assertThat(store().storage().compactedRevision()).isEqualTo(three);

        store().storage().compact(three);
        assertThat(store().storage().compactedRevision()).isEqualTo(three);
        assertThat(store().show(EVERYTHING, three)).containsExactly("key=three");
    }

    @Test
    void aCursorCannotStartBelow() {
        var one = store().put("key", "one");
        var two = store().put("key", "two");
        store().put("key", "three");

        store().storage().compact(two);

        assertThatThrownBy(() -> store().storage().watch(EVERYTHING, one))
                .isInstanceOf(CompactedException.class);
    }

    @Test
    void aCursorFromTheCompactedRevisionKnowsPreviousValues() throws Exception {
        store().put("key", "one");
        store().put("gone", "x");
        var two = store().put("key", "two");
        store().storage().compact(two);
        store().put("key", "three");
        var newest = store().delete("gone");

        try (var cursor = store().storage().watch(EVERYTHING, two)) {
            assertThat(show(drain(cursor, newest)))
                    .containsExactly("key: two -> three", "gone: x -> null");
        }
    }

    @Test
    void aCursorThatWasOvertakenFails() {
        var start = store().storage().revision();
        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            store().put("key", "one");
            var two = store().put("key", "two");

            store().storage().compact(two);

            assertThatThrownBy(() -> cursor.next(10)).isInstanceOf(CompactedException.class);
        }
    }

    @Test
    void aCursorThatMissedNothingIsNotDisturbed() throws Exception {
        try (var cursor =
                store().storage().watch(Range.prefix(Bytes.utf8("mine/")), Revision.NONE)) {
            store().put("key", "one");
            var two = store().put("key", "two");
            store().storage().compact(two);

            var mine = store().put("mine/1", "x");

            assertThat(show(drain(cursor, mine))).containsExactly("mine/1: null -> x");
        }
    }

    @Test
    void theCompactedRevisionSurvivesReopening() {
        var one = store().put("key", "one");
        var two = store().put("key", "two");
        store().storage().compact(two);

        store().reopen();

        assertThat(store().storage().compactedRevision()).isEqualTo(two);
        assertThatThrownBy(() -> store().list(EVERYTHING, one))
                .isInstanceOf(CompactedException.class);
        assertThat(store().storage().revision()).isGreaterThanOrEqualTo(two);
        assertThat(store().put("key", "three")).isGreaterThan(two);
    }
}
