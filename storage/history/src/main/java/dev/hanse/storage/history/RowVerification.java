package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;

/// Whether the rows of `data` and `log` and the numbers agree, and the rows derived from them.
///
/// Below the compacted revision rows may be missing in either, so only what is newer is compared:
/// every version has its log row, every log row has its version, and each names the version before.
final class RowVerification {

    private final HistoryDatabase database;
    private final Runnable seen;
    private final BiConsumer<String, String> report;
    private final HeadVerification heads;
    private long compacted;
    private long newest;

    /// What the rows of a key so far say about the next older one.
    private record Newer(Bytes row, long previous) {}

    /// @param report takes a place and a problem
    RowVerification(HistoryDatabase database, Runnable seen, BiConsumer<String, String> report) {
        this.database = database;
        this.seen = seen;
        this.report = report;
        this.heads = new HeadVerification(database, seen, report);
    }

    void verify() throws RocksDBException {
        verifyNumbers();
        verifyLog();
        verifyData();
        heads.verify();
        new IndexVerification(database, seen, report).verify();
    }

    private void verifyNumbers() throws RocksDBException {
        compacted = database.number(HistoryDatabase.COMPACTED);
        newest = History.newestOnDisk(database);
        if (database.number(HistoryDatabase.LOADING) != 0) {
            report.accept("number \"loading\"", "a load was interrupted, the rows are incomplete");
        }
        long swept = database.number(HistoryDatabase.SWEPT);
        if (swept > compacted) {
            report.accept(
                    "number \"swept\"",
                    "revision " + swept + " is behind the compacted revision " + compacted);
        }
    }

    private void verifyLog() throws RocksDBException {
        try (var options = readAhead();
                var rows = database.db().newIterator(database.log(), options)) {
            for (rows.seek(LogCoding.bound(compacted + 1)); rows.isValid(); rows.next()) {
                seen.run();
                verifyLogRow(rows.key(), rows.value());
            }
            rows.status();
        }
    }

    private void verifyLogRow(byte[] row, byte[] value) throws RocksDBException {
        if (row.length < Long.BYTES || !LogCoding.isWellFormed(value)) {
            report.accept("a row of log", "cannot be decoded");
            return;
        }
        var key = LogCoding.key(row);
        long revision = LogCoding.revision(row);
        var data = get(database.data(), DataCoding.row(key, revision));
        var place = "log row of \"" + key + "\" at revision " + revision;
        if (data == null) {
            report.accept(place, "the version it names is missing in data");
        } else if (data.length == 0
                || DataCoding.isTombstone(data[0]) != LogCoding.isDeletion(value)) {
            report.accept(place, "it and data disagree on whether the key was deleted");
        }
    }

    private void verifyData() throws RocksDBException {
        @Nullable Newer newer = null;
        try (var options = readAhead();
                var rows = database.db().newIterator(database.data(), options)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                seen.run();
                var row = rows.key();
                var value = rows.value();
                if (!DataCoding.isWellFormed(row) || !DataCoding.isWellFormedValue(value)) {
                    report.accept("a row of data", "cannot be decoded");
                    continue;
                }
                if (newer != null && !DataCoding.sameKey(row, newer.row().unsafeArray())) {
                    requireNoPrevious(newer);
                    newer = null;
                }
                newer = verifyVersion(row, value, newer);
            }
            rows.status();
        }
        if (newer != null) {
            requireNoPrevious(newer);
        }
    }

    private Newer verifyVersion(byte[] row, byte[] value, @Nullable Newer newer)
            throws RocksDBException {
        long revision = DataCoding.revision(row);
        boolean tombstone = DataCoding.isTombstone(value[0]);
        if (newer == null) {
            heads.verifyNewest(row, tombstone);
        }
        if (newer != null && newer.previous() != 0 && newer.previous() != revision) {
            report.accept(
                    place(newer.row().unsafeArray()),
                    "the version before it is not the one it replaced");
        }
        if (revision > newest || revision <= 0) {
            report.accept(place(row), "it is newer than the newest revision " + newest);
        }
        if (!tombstone && DataCoding.createRevision(value) > revision) {
            report.accept(place(row), "it was created after it was modified");
        }
        if (revision <= compacted) {
            return new Newer(Bytes.wrap(row), 0);
        }
        var log = get(database.log(), LogCoding.row(DataCoding.key(row), revision));
        if (log == null) {
            report.accept(place(row), "its row in log is missing: watches would not see it");
            return new Newer(Bytes.wrap(row), 0);
        }
        return new Newer(
                Bytes.wrap(row), LogCoding.isWellFormed(log) ? LogCoding.previousRevision(log) : 0);
    }

    private void requireNoPrevious(Newer oldest) {
        if (oldest.previous() != 0) {
            report.accept(
                    place(oldest.row().unsafeArray()),
                    "the version it replaced, of revision " + oldest.previous() + ", is missing");
        }
    }

    private byte @Nullable [] get(ColumnFamilyHandle family, byte[] row) throws RocksDBException {
        return database.db().get(family, row);
    }

    private static String place(byte[] row) {
        return "version of \"" + DataCoding.key(row) + "\" at revision " + DataCoding.revision(row);
    }

    private static ReadOptions readAhead() {
        return new ReadOptions().setFillCache(false).setReadaheadSize(2L << 20);
    }
}
