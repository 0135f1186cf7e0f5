package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.FutureRevisionException;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a read returns, now and at an older revision.
abstract class ReadContract {

    abstract StoreUnderTest store();

    @Test
    void anEmptyStoreHasARevisionAndNoKeys() {
        assertThat(store().storage().revision()).isGreaterThan(Revision.NONE);
        assertThat(store().storage().localRevision()).isEqualTo(store().storage().revision());
        assertThat(store().list(EVERYTHING, Revision.NONE)).isEmpty();
        assertThat(store().storage().count(EVERYTHING, Revision.NONE)).isZero();
    }

    @Test
    void aWrittenKeyIsReadBackWithItsRevisions() {
        var created = store().put("key", "one");
        var updated = store().put("key", "two");

        assertThat(updated).isGreaterThan(created);
        assertThat(store().get("key"))
                .isEqualTo(new Entry(Bytes.utf8("key"), Bytes.utf8("two"), created, updated));
        assertThat(store().storage().revision()).isGreaterThanOrEqualTo(updated);
    }

    @Test
    void aKeyCreatedAgainHasANewCreateRevision() {
        store().put("key", "one");
        store().delete("key");
        var again = store().put("key", "two");

        assertThat(store().get("key"))
                .isEqualTo(new Entry(Bytes.utf8("key"), Bytes.utf8("two"), again, again));
    }

    @Test
    void anOldRevisionShowsWhatWasThere() {
        var one = store().put("key", "one");
        var two = store().put("other", "x");
        var three = store().put("key", "two");
        var four = store().delete("key");
        var five = store().put("key", "three");

        assertThat(store().show(EVERYTHING, one)).containsExactly("key=one");
        assertThat(store().show(EVERYTHING, two)).containsExactly("key=one", "other=x");
        assertThat(store().show(EVERYTHING, three)).containsExactly("key=two", "other=x");
        assertThat(store().show(EVERYTHING, four)).containsExactly("other=x");
        assertThat(store().show(EVERYTHING, five)).containsExactly("key=three", "other=x");
        assertThat(store().storage().count(EVERYTHING, four)).isEqualTo(1);
        assertThat(store().storage().count(EVERYTHING, five)).isEqualTo(2);
    }

    @Test
    void aKeyWithManyVersionsDoesNotHideItsNeighbours() {
        store().put("a", "first");
        for (int i = 0; i < 50; i++) {
            store().put("b", "value " + i);
        }
        var before = store().put("c", "last");
        store().delete("b");

        assertThat(store().show(EVERYTHING, before))
                .containsExactly("a=first", "b=value 49", "c=last");
        assertThat(store().show(EVERYTHING, Revision.NONE)).containsExactly("a=first", "c=last");
    }

    @Test
    void aPageHoldsAtMostTheLimitAndSaysWhetherThereIsMore() {
        store().put("a", "1");
        store().put("b", "2");
        var newest = store().put("c", "3");

        var two = store().storage().read(EVERYTHING, Revision.NONE, 2);
        assertThat(two.entries()).extracting(StoreUnderTest::show).containsExactly("a=1", "b=2");
        assertThat(two.more()).isTrue();
        assertThat(two.revision()).isGreaterThanOrEqualTo(newest);

        var three = store().storage().read(EVERYTHING, Revision.NONE, 3);
        assertThat(three.entries()).hasSize(3);
        assertThat(three.more()).isFalse();
    }

    @Test
    void keysDeletedBehindThePageAreNotMore() {
        store().put("a", "1");
        store().put("b", "2");
        store().delete("b");

        assertThat(store().storage().read(EVERYTHING, Revision.NONE, 1).more()).isFalse();
    }

    @Test
    void pagesAtOneRevisionIgnoreWritesBetweenThem() {
        for (int i = 0; i < 20; i++) {
            store().put("key-%02d".formatted(i), "old");
        }

        var read = new ArrayList<String>();
        var page = store().storage().read(EVERYTHING, Revision.NONE, 3);
        while (true) {
            page.entries().forEach(entry -> read.add(StoreUnderTest.show(entry)));
            if (!page.more()) {
                break;
            }
            var last = page.entries().getLast().key();
            store().put("key-19", "new");
            store().put(last.utf8() + "-inserted", "new");
            store().delete("key-18");
            page = store().storage().read(EVERYTHING.after(last), page.revision(), 3);
        }

        assertThat(read).hasSize(20).allMatch(entry -> entry.endsWith("=old"));
    }

    @Test
    void aRangeIncludesItsStartAndExcludesItsEnd() {
        for (var key : List.of("a", "b", "b0", "c")) {
            store().put(key, "x");
        }
        var range = new Range(Bytes.utf8("b"), Bytes.utf8("c"));

        assertThat(store().show(range, Revision.NONE)).containsExactly("b=x", "b0=x");
        assertThat(store().storage().count(range, Revision.NONE)).isEqualTo(2);
    }

    @Test
    void anEmptyRangeHoldsNothing() {
        store().put("a", "x");
        var empty = new Range(Bytes.utf8("a"), Bytes.utf8("a"));

        assertThat(store().show(empty, Revision.NONE)).isEmpty();
    }

    @Test
    void aRevisionThatHasNotHappenedIsRefused() {
        var newest = store().put("a", "x");
        var future = new Revision(newest.value() + 1000);

        assertThatThrownBy(() -> store().list(EVERYTHING, future))
                .isInstanceOf(FutureRevisionException.class);
    }
}
