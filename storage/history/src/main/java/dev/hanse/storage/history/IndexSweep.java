package dev.hanse.storage.history;

import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/// Removes from an index, in small steps, what a compacted revision made unreachable: it follows
/// the ends up to that revision, and costs as much as there are.
final class IndexSweep {

    private static final int ENDS_PER_STEP = 1000;

    private final HistoryDatabase database;
    private final byte[] from;
    private final byte[] to;

    /// @param revision what is not visible from here on goes
    IndexSweep(HistoryDatabase database, int number, long revision) {
        this.database = database;
        this.from = IndexCoding.endsFrom(number, 0);
        this.to = IndexCoding.endsFrom(number, revision + 1);
    }

    /// Whether there is more to do.
    boolean step() throws RocksDBException {
        try (var upper = new Slice(to);
                var options = new ReadOptions().setIterateUpperBound(upper).setFillCache(false);
                var ends = database.db().newIterator(database.index(), options);
                var versions = database.db().newIterator(database.index())) {
            var batch = new RowBatch();
            byte[] behind = from;
            ends.seek(from);
            for (int i = 0; ends.isValid() && i < ENDS_PER_STEP; i++, ends.next()) {
                var end = ends.key();
                deleteUpTo(versions, IndexCoding.ended(end), batch);
                behind = Arrays.copyOf(end, end.length + 1);
            }
            ends.status();
            if (batch.count() > 0) {
                batch.deleteRange(database.index(), from, behind);
                database.write(batch, true);
            }
            return ends.isValid();
        }
    }

    private void deleteUpTo(RocksIterator versions, byte[] ended, RowBatch batch)
            throws RocksDBException {
        for (versions.seek(ended); versions.isValid(); versions.next()) {
            var version = versions.key();
            if (!DataCoding.sameKey(version, ended)) {
                return;
            }
            batch.delete(database.index(), version);
        }
        versions.status();
    }
}
