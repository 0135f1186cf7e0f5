package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static dev.hanse.storage.conformance.StoreUnderTest.drain;
import static dev.hanse.storage.conformance.StoreUnderTest.show;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Revision;
import org.junit.jupiter.api.Test;

/// A store closed and opened again has forgotten nothing.
abstract class ReopenContract {

    abstract StoreUnderTest store();

    @Test
    void valuesAndOldRevisionsAreStillThere() {
        var one = store().put("key", "one");
        var two = store().put("key", "two");
        var before = store().list(EVERYTHING, Revision.NONE);

        store().reopen();

        assertThat(store().list(EVERYTHING, Revision.NONE)).isEqualTo(before);
        assertThat(store().show(EVERYTHING, one)).containsExactly("key=one");
        assertThat(store().show(EVERYTHING, two)).containsExactly("key=two");
    }

    @Test
    void revisionsGoOnWhereTheyWere() {
        var before = store().put("key", "one");

        store().reopen();

        assertThat(store().storage().revision()).isGreaterThanOrEqualTo(before);
        assertThat(store().put("key", "two")).isGreaterThan(before);
    }

    @Test
    void aCursorResumesWhereAnEarlierOneEnded() throws Exception {
        var one = store().put("key", "one");
        store().put("key", "two");

        store().reopen();
        var three = store().put("key", "three");

        try (var cursor = store().storage().watch(EVERYTHING, one)) {
            assertThat(show(drain(cursor, three)))
                    .containsExactly("key: one -> two", "key: two -> three");
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        store().close();
        store().close();
        store().reopen();

        assertThat(store().list(EVERYTHING, Revision.NONE)).isEmpty();
    }
}
