package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica that missed too much starts over from a snapshot.
@SuppressWarnings("NullAway.Init")
class HistoryLoadTest {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    @TempDir Path directory;
    private History history;

    @BeforeEach
    void open() {
        history = History.open(new HistoryConfig(directory, 1 << 20, 1 << 20, false));
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void theSnapshotReplacesWhatWasThere() {
        append(entry("changed", "old", 5), entry("gone", "x", 6), entry("same", "x", 7));
        var snapshot =
                List.of(
                        entry("added", "x", 40),
                        entry("changed", "new", 41),
                        entry("same", "x", 7));

        history.load(new Mark(new Revision(50), 0), snapshot.iterator());

        assertThat(history.newest()).isEqualTo(new Revision(50));
        assertThat(history.compacted()).isEqualTo(new Revision(50));
        assertThat(history.read(EVERYTHING, new Revision(50), 10).entries()).isEqualTo(snapshot);
        assertThatThrownBy(() -> history.read(EVERYTHING, new Revision(7), 10))
                .isInstanceOf(CompactedException.class);
    }

    @Test
    void openCursorsFailAndNewOnesGoOn() {
        append(entry("a", "x", 5));
        try (var missed = history.watch(EVERYTHING, Revision.NONE)) {
            var signalled = new ArrayList<String>();
            missed.whenReadable(() -> signalled.add("yes"));

            history.load(new Mark(new Revision(50), 0), List.<Entry>of().iterator());

            assertThat(signalled).containsExactly("yes");
            assertThatThrownBy(() -> missed.next(10)).isInstanceOf(CompactedException.class);
        }
        try (var cursor = history.watch(EVERYTHING, new Revision(50))) {
            append(entry("b", "x", 51));
            assertThat(cursor.next(10).events()).hasSize(1);
        }
    }

    @Test
    void aSnapshotLoadedHalfWayIsForgotten() {
        append(entry("a", "x", 5));
        var broken =
                new Iterator<Entry>() {
                    private boolean given;

                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public Entry next() {
                        if (given) {
                            throw new NoSuchElementException("connection lost");
                        }
                        given = true;
                        return entry("b", "x", 40);
                    }
                };
        assertThatThrownBy(() -> history.load(new Mark(new Revision(50), 0), broken))
                .isInstanceOf(NoSuchElementException.class);

        close();
        open();

        assertThat(history.newest()).isEqualTo(Revision.NONE);
        assertThat(history.read(EVERYTHING, Revision.NONE, 10).entries()).isEmpty();
    }

    private void append(Entry... entries) {
        for (var entry : entries) {
            var event = new Event(entry.key(), entry.modRevision(), entry, null);
            history.append(List.of(new Commit(entry.modRevision(), List.of(event))));
        }
    }

    private static Entry entry(String key, String value, long revision) {
        var at = new Revision(revision);
        return new Entry(Bytes.utf8(key), Bytes.utf8(value), at, at);
    }
}
