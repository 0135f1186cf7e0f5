package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Revision;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadsTest {

    private static final Bytes KEPT = Bytes.utf8("kept");
    private static final Bytes DELETED = Bytes.utf8("deleted");
    private static final Bytes BINARY = Bytes.wrap(new byte[] {'a', 0, 0, 1});

    @TempDir Path directory;

    @Test
    void theNewestVersionIsFoundAlsoInAHistoryOfFormatOne() throws Exception {
        var kept = entry(KEPT, "new", 5);
        try (var history = History.open(config())) {
            history.append(List.of(put(2, entry(KEPT, "old", 2), null)));
            history.append(List.of(put(3, entry(DELETED, "x", 3), null)));
            history.append(List.of(put(4, entry(BINARY, "y", 4), null)));
            history.append(List.of(put(5, kept, entry(KEPT, "old", 2))));
            history.append(
                    List.of(
                            new Commit(
                                    new Revision(6),
                                    List.of(
                                            new Event(
                                                    DELETED,
                                                    new Revision(6),
                                                    null,
                                                    entry(DELETED, "x", 3))))));
            assertFound(history, kept);
        }
        forgetHeads();

        try (var history = History.open(config())) {
            assertFound(history, kept);
        }
    }

    private static void assertFound(History history, Entry kept) {
        var head = history.head();
        assertThat(head.find(KEPT)).isEqualTo(kept);
        assertThat(head.find(BINARY)).isEqualTo(entry(BINARY, "y", 4));
        assertThat(head.find(DELETED)).isNull();
        assertThat(head.find(Bytes.utf8("never"))).isNull();
    }

    private void forgetHeads() throws Exception {
        try (var database = HistoryDatabase.open(config())) {
            var batch = new RowBatch();
            batch.deleteRange(database.head(), new byte[0], new byte[] {(byte) 0xff});
            database.putNumber(batch, HistoryDatabase.HEADS, 0);
            database.write(batch, true);
        }
    }

    private static Commit put(long revision, Entry current, @Nullable Entry previous) {
        var at = new Revision(revision);
        return new Commit(at, List.of(new Event(current.key(), at, current, previous)));
    }

    private static Entry entry(Bytes key, String value, long revision) {
        var at = new Revision(revision);
        return new Entry(key, Bytes.utf8(value), at, at);
    }

    private HistoryConfig config() {
        return new HistoryConfig(directory, 1 << 20, 1 << 20, false);
    }
}
