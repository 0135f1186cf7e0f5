package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Replaces all rows by those of one revision.
///
/// Interrupted half-way, the rows are those of no revision; [HistoryDatabase#LOADING] says so, and
/// opening starts anew.
final class SnapshotLoader {

    private static final long BYTES_PER_BATCH = 4L << 20;

    private final HistoryDatabase database;
    private final Compaction compaction;
    private final Indexes indexes;

    SnapshotLoader(HistoryDatabase database, Compaction compaction, Indexes indexes) {
        this.database = database;
        this.compaction = compaction;
        this.indexes = indexes;
    }

    void load(Mark mark, Iterator<Entry> entries) throws RocksDBException {
        long revision = mark.revision().value();
        var begin = new RowBatch();
        database.putNumber(begin, HistoryDatabase.LOADING, revision);
        database.write(begin, true);
        // From here on nobody reads below, so that the rows may go.
        compaction.advance(revision);
        replaceRows(entries);
        indexes.startOver();
        var end = new RowBatch();
        end.deleteRange(database.log(), LogCoding.bound(0), LogCoding.bound(revision + 1));
        database.putNumber(end, HistoryDatabase.SWEPT, revision);
        database.putNumber(end, HistoryDatabase.LOADING, 0);
        database.putMark(end, mark);
        database.write(end, true);
    }

    /// Walks the rows there are and the entries there should be, side by side in key order.
    private void replaceRows(Iterator<Entry> entries) throws RocksDBException {
        try (var options = new ReadOptions().setFillCache(false);
                var rows = database.db().newIterator(database.data(), options)) {
            var batch = new RowBatch();
            rows.seekToFirst();
            while (entries.hasNext()) {
                var entry = entries.next();
                deleteUpTo(rows, entry.key(), entry, batch);
                batch.put(
                        database.data(),
                        DataCoding.row(entry.key(), entry.modRevision().value()),
                        DataCoding.header(entry),
                        entry.value());
                Heads.put(database, batch, entry.key(), entry.modRevision().value());
                writeIfLarge(batch);
            }
            deleteUpTo(rows, null, null, batch);
            rows.status();
            database.write(batch, false);
        }
    }

    /// Deletes the rows of keys up to `last`, or all that are left, except the row of `kept`.
    private void deleteUpTo(
            RocksIterator rows, @Nullable Bytes last, @Nullable Entry kept, RowBatch batch)
            throws RocksDBException {
        for (; rows.isValid(); rows.next()) {
            var row = rows.key();
            var key = DataCoding.key(row);
            if (last != null && key.compareTo(last) > 0) {
                return;
            }
            boolean keep =
                    kept != null
                            && key.equals(kept.key())
                            && DataCoding.revision(row) == kept.modRevision().value();
            if (!keep) {
                batch.delete(database.data(), row);
                Heads.delete(database, batch, key);
                writeIfLarge(batch);
            }
        }
    }

    private void writeIfLarge(RowBatch batch) throws RocksDBException {
        if (batch.size() > BYTES_PER_BATCH) {
            database.write(batch, false);
            batch.clear();
        }
    }
}
