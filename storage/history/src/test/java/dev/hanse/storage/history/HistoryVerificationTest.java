package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Index;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/// A history with deletions, compaction and versions of before and after it; then one thing wrong.
class HistoryVerificationTest {

    private static final int KEYS = 40;
    private static final int REVISIONS = 400;
    private static final int COMPACTED = 200;
    private static final Bytes LAST = Bytes.utf8("last");

    @TempDir Path directory;

    private HistoryConfig config() {
        return new HistoryConfig(directory, 8 << 20, 0, false);
    }

    @BeforeEach
    void fill() {
        var random = new Random(3);
        try (var history = History.open(config())) {
            for (int revision = 2; revision <= REVISIONS; revision++) {
                var key = Bytes.utf8("key-" + random.nextInt(KEYS));
                append(history, key, revision, random);
                if (revision == COMPACTED) {
                    history.compact(new Revision(COMPACTED));
                }
            }
            append(history, Bytes.utf8("last"), REVISIONS + 1, random);
            append(history, Bytes.utf8("last"), REVISIONS + 2, random);
        }
    }

    private static void append(History history, Bytes key, long revision, Random random) {
        var head = history.head();
        var previous = head.find(key);
        @Nullable Entry current =
                previous != null && revision < REVISIONS && random.nextInt(4) == 0
                        ? null
                        : new Entry(
                                key,
                                Bytes.utf8(Long.toHexString(random.nextLong()).repeat(20)),
                                previous == null
                                        ? new Revision(revision)
                                        : previous.createRevision(),
                                new Revision(revision));
        var event = new Event(key, new Revision(revision), current, previous);
        history.append(List.of(new Commit(new Revision(revision), List.of(event))));
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        var rows = new ArrayList<Integer>();

        assertThat(HistoryVerification.verify(directory, () -> rows.add(1))).isEmpty();
        assertThat(rows).hasSizeGreaterThan(2 * (REVISIONS - COMPACTED));
    }

    @Test
    void changesNothing() throws IOException {
        var before = contents();
        HistoryVerification.verify(directory, () -> {});

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void findsNothingInAnEmptyHistory(@TempDir Path empty) {
        History.open(new HistoryConfig(empty, 8 << 20, 0, true)).close();

        assertThat(HistoryVerification.verify(empty, () -> {})).isEmpty();
    }

    @Test
    void namesTheFileInWhichAByteIsFlipped() throws IOException {
        try (var history = History.open(config())) {
            history.reclaim();
        }
        var file = sst().getLast();
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 1;
        Files.write(file, bytes);

        assertThat(HistoryVerification.verify(directory, () -> {}))
                .anySatisfy(
                        finding -> {
                            assertThat(finding.place()).isEqualTo(file.toString());
                            assertThat(finding.problem()).endsWith("a block fails its checksum");
                        });
    }

    @Test
    void noticesAFileThatIsGone() throws IOException {
        try (var history = History.open(config())) {
            history.reclaim();
        }
        Files.delete(sst().getLast());

        assertThat(HistoryVerification.verify(directory, () -> {})).isNotEmpty();
    }

    @Test
    void noticesAMissingLogRow() throws RocksDBException {
        change((database, batch) -> batch.delete(database.log(), logRow(REVISIONS + 1)));

        assertThat(problems())
                .containsExactly("its row in log is missing: watches would not see it");
    }

    @Test
    void noticesAMissingVersion() throws RocksDBException {
        change((database, batch) -> batch.delete(database.data(), dataRow(REVISIONS + 1)));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "the version it names is missing in data",
                        "the version it replaced, of revision " + (REVISIONS + 1) + ", is missing");
    }

    @Test
    void noticesAVersionThatNobodyCommitted() throws RocksDBException {
        change(
                (database, batch) ->
                        batch.put(database.data(), dataRow(REVISIONS + 9), DataCoding.tombstone()));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "it is newer than the newest revision " + (REVISIONS + 2),
                        "its row in log is missing: watches would not see it",
                        "the key was deleted");
    }

    @Test
    void noticesAHeadThatIsMissing() throws RocksDBException {
        change((database, batch) -> Heads.delete(database, batch, LAST));

        assertThat(problems()).containsExactly("is missing: the key would be taken for absent");
    }

    @Test
    void noticesAHeadOfAnOlderVersion() throws RocksDBException {
        change((database, batch) -> Heads.put(database, batch, LAST, REVISIONS + 1));

        assertThat(problems())
                .containsExactly(
                        "it names revision %d, the newest version is of %d"
                                .formatted(REVISIONS + 1, REVISIONS + 2));
    }

    @Test
    void noticesAHeadOfAKeyThatNeverWas() throws RocksDBException {
        change((database, batch) -> Heads.put(database, batch, Bytes.utf8("nobody"), 7));

        assertThat(problems()).containsExactly("the version it names is missing in data");
    }

    @Test
    void findsNothingWrongInIndexes() {
        openWithIndex();

        assertThat(problems()).isEmpty();
    }

    @Test
    void noticesAnIndexRowOfAKeyThatDoesNotExist() throws RocksDBException {
        openWithIndex();
        change(
                (database, batch) ->
                        batch.put(
                                database.index(),
                                IndexCoding.version(1, Bytes.utf8("term"), Bytes.utf8("nobody"), 7),
                                IndexCoding.has()));

        assertThat(problems()).containsExactly("the key it lists does not exist");
    }

    @Test
    void noticesAnIndexRowThatWasToEndAndDoesNotSaySo() throws RocksDBException {
        openWithIndex();
        var version = IndexCoding.version(1, Bytes.utf8("term"), Bytes.utf8("nobody"), 7);
        change(
                (database, batch) ->
                        batch.put(
                                database.index(), IndexCoding.end(version), IndexCoding.nothing()));

        assertThat(problems()).containsExactly("the version it names is missing");
    }

    @Test
    void noticesAnIndexRowThatMakesNoSense() throws RocksDBException {
        change(
                (database, batch) ->
                        batch.put(database.index(), new byte[] {0, 0, 0, 1, 9}, new byte[] {1}));

        assertThat(problems()).containsExactly("cannot be decoded");
    }

    /// Builds an index by the first character of the value, and goes on writing under it.
    private void openWithIndex() {
        var index =
                new Index(
                        "first",
                        "1",
                        new Range(Bytes.EMPTY, null),
                        (_, value) -> Set.of(Bytes.utf8(value.utf8().substring(0, 1))));
        var random = new Random(4);
        try (var history = History.open(config(), List.of(index))) {
            history.awaitIndex("first", Duration.ofSeconds(30));
            for (int revision = REVISIONS + 3; revision < 2 * REVISIONS; revision++) {
                append(history, Bytes.utf8("key-" + random.nextInt(KEYS)), revision, random);
            }
        }
    }

    @Test
    void noticesRowsThatMakeNoSense() throws RocksDBException {
        change(
                (database, batch) -> {
                    batch.put(database.data(), new byte[] {1, 2, 3}, new byte[] {9});
                    batch.put(database.log(), logRow(REVISIONS + 2), new byte[] {7});
                });

        assertThat(problems()).contains("cannot be decoded");
    }

    @Test
    void noticesAnInterruptedLoad() throws RocksDBException {
        change((database, batch) -> database.putNumber(batch, HistoryDatabase.LOADING, 7));

        assertThat(problems()).containsExactly("a load was interrupted, the rows are incomplete");
    }

    private interface Change {
        void make(HistoryDatabase database, RowBatch batch) throws RocksDBException;
    }

    private void change(Change change) throws RocksDBException {
        try (var database = HistoryDatabase.open(config())) {
            var batch = new RowBatch();
            change.make(database, batch);
            database.write(batch, true);
        }
    }

    private List<String> problems() {
        return HistoryVerification.verify(directory, () -> {}).stream()
                .map(Finding::problem)
                .toList();
    }

    private static byte[] logRow(long revision) {
        return LogCoding.row(Bytes.utf8("last"), revision);
    }

    private static byte[] dataRow(long revision) {
        return DataCoding.row(Bytes.utf8("last"), revision);
    }

    private List<Path> sst() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
        }
    }

    /// The names and sizes of the files that hold data.
    private List<String> contents() throws IOException {
        var contents = new ArrayList<String>();
        try (var files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                if (!file.getFileName().toString().startsWith("LOG")) {
                    contents.add(file.getFileName() + " " + Files.size(file));
                }
            }
        }
        return contents;
    }
}
