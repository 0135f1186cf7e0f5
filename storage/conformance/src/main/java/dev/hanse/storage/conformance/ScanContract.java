package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A walk over everything sees one revision, whatever happens meanwhile.
abstract class ScanContract {

    abstract StoreUnderTest store();

    @Test
    void seesWhatAReadAtItsRevisionSees() {
        store().put("a", "1");
        store().put("b", "1");
        store().put("b", "2");
        store().put("gone", "1");
        store().delete("gone");
        var revision = store().storage().revision();
        var expected = store().list(EVERYTHING, revision);

        try (var scan = store().storage().scan(EVERYTHING, Revision.NONE)) {
            assertThat(scan.revision()).isEqualTo(revision);
            assertThat(all(scan, 1)).isEqualTo(expected);
            assertThat(scan.next(1)).isEmpty();
        }
    }

    @Test
    void isNotDisturbedByWritesAndCompaction() {
        for (int i = 0; i < 50; i++) {
            store().put("key-" + i, "before");
        }
        var expected = store().list(EVERYTHING, Revision.NONE);

        try (var scan = store().storage().scan(EVERYTHING, Revision.NONE)) {
            var seen = new ArrayList<>(scan.next(10));
            for (int i = 0; i < 50; i++) {
                store().put("key-" + i, "after");
            }
            store().put("key-999", "new");
            store().delete("key-7");
            store().storage().compact(store().storage().revision());
            store().put("key-0", "last");
            seen.addAll(all(scan, 7));

            assertThat(seen).isEqualTo(expected);
        }
    }

    @Test
    void staysWithinItsRangeAndRevision() {
        store().put("a", "1");
        store().put("b/1", "1");
        var then = store().put("b/2", "1");
        store().put("b/3", "1");
        store().put("c", "1");

        try (var scan = store().storage().scan(Range.prefix(Bytes.utf8("b/")), then)) {
            assertThat(all(scan, 100))
                    .extracting(e -> e.key().utf8())
                    .containsExactly("b/1", "b/2");
        }
    }

    @Test
    void cannotStartBelowWhatWasCompacted() {
        var one = store().put("key", "one");
        var two = store().put("key", "two");
        store().storage().compact(two);

        assertThatThrownBy(() -> store().storage().scan(EVERYTHING, one))
                .isInstanceOf(CompactedException.class);
    }

    @Test
    void largeValuesComeInSmallSteps() {
        var value = Bytes.wrap(new byte[600_000]);
        for (int i = 0; i < 5; i++) {
            store().put(Bytes.utf8("key-" + i), value);
        }

        try (var scan = store().storage().scan(EVERYTHING, Revision.NONE)) {
            assertThat(scan.next(100)).hasSizeLessThan(5);
            assertThat(all(scan, 100)).isNotEmpty();
        }
    }

    @Test
    void endsWithTheStore() {
        store().put("a", "1");
        var scan = store().storage().scan(EVERYTHING, Revision.NONE);

        store().storage().close();

        assertThatThrownBy(() -> scan.next(1)).isInstanceOf(UnavailableException.class);
        scan.close();
        store().reopen();
    }

    private static List<Entry> all(Scan scan, int step) {
        var entries = new ArrayList<Entry>();
        for (var some = scan.next(step); !some.isEmpty(); some = scan.next(step)) {
            entries.addAll(some);
        }
        return entries;
    }
}
