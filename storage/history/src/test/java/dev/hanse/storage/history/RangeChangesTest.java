package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeChangesTest {

    private static final int KEYS = 12;
    private static final int REVISIONS = 120;
    private static final Range NARROW = new Range(key(3), key(7));

    @TempDir Path directory;
    private final List<Event> events = new ArrayList<>();
    private final HashMap<Bytes, Entry> newest = new HashMap<>();
    private final Random random = new Random(42);

    @Test
    void fromEveryRevisionTheyAreThoseOfTheCommits() throws Exception {
        try (var history = History.open(config())) {
            for (long revision = 2; revision <= REVISIONS; revision++) {
                append(history, revision, KEYS);
            }
        }

        try (var database = HistoryDatabase.open(config())) {
            for (long after = 1; after <= REVISIONS; after++) {
                for (var range : List.of(NARROW, Range.key(key(5)), Range.EVERYTHING)) {
                    long upTo = Math.min(REVISIONS, after + 50);
                    assertThat(RangeChanges.find(database, range, after, upTo, REVISIONS * KEYS))
                            .isEqualTo(expected(range, after, upTo));
                }
            }
            assertThat(RangeChanges.find(database, NARROW, 1, REVISIONS, 3)).isNull();
        }
    }

    @Test
    void aCursorThatMissedMuchOfOthersGetsItsOwnEvents() throws Exception {
        var mine = new Range(Bytes.utf8("mine/"), Bytes.utf8("mine0"));
        long last = 4000;
        try (var history = History.open(config())) {
            for (long revision = 2; revision <= last; revision++) {
                if (revision % 500 == 0) {
                    put(history, revision, Bytes.utf8("mine/" + revision % 3));
                } else {
                    put(history, revision, key(revision));
                }
            }
        }

        try (var history = History.open(config())) {
            try (var cursor = history.watch(mine, new Revision(1))) {
                var seen = new ArrayList<Event>();
                while (seen.size() < 8) {
                    seen.addAll(cursor.next(3).events());
                }
                assertThat(seen)
                        .isEqualTo(events.stream().filter(e -> mine.contains(e.key())).toList());
                assertThat(cursor.next(3).events()).isEmpty();
            }
        }
        try (var database = HistoryDatabase.open(config())) {
            assertThat(RangeChanges.isSmallerThanLog(database, mine, 1, last)).isTrue();
            assertThat(RangeChanges.isSmallerThanLog(database, Range.EVERYTHING, 1, last))
                    .isFalse();
        }
    }

    /// A commit that changes or deletes a few random keys.
    private void append(History history, long revision, int keys) {
        var changed = new TreeSet<Bytes>();
        changed.add(key(random.nextInt(keys)));
        changed.add(key(random.nextInt(keys)));
        var commit = new ArrayList<Event>();
        for (var key : changed) {
            var previous = newest.get(key);
            boolean delete = previous != null && random.nextInt(3) == 0;
            commit.add(event(key, revision, delete ? null : entry(key, revision)));
        }
        history.append(List.of(new Commit(new Revision(revision), commit)));
    }

    private void put(History history, long revision, Bytes key) {
        var event = event(key, revision, entry(key, revision));
        history.append(List.of(new Commit(new Revision(revision), List.of(event))));
    }

    private Event event(Bytes key, long revision, @Nullable Entry entry) {
        var event = new Event(key, new Revision(revision), entry, newest.get(key));
        if (entry == null) {
            newest.remove(key);
        } else {
            newest.put(key, entry);
        }
        events.add(event);
        return event;
    }

    private List<Change> expected(Range range, long after, long upTo) {
        return events.stream()
                .filter(event -> range.contains(event.key()))
                .filter(e -> e.revision().value() > after && e.revision().value() <= upTo)
                .map(RangeChangesTest::change)
                .toList();
    }

    private static Change change(Event event) {
        var previous = event.previous();
        return new Change(
                event.key(),
                event.revision().value(),
                event.current() == null,
                previous == null ? 0 : previous.modRevision().value());
    }

    private static Bytes key(long number) {
        return Bytes.utf8("key-%06d".formatted(number));
    }

    private static Entry entry(Bytes key, long revision) {
        var at = new Revision(revision);
        return new Entry(key, Bytes.utf8("value " + revision), at, at);
    }

    private HistoryConfig config() {
        return new HistoryConfig(directory, 1 << 20, 0, false);
    }
}
