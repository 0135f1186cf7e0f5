package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Looks up newest entries in what a [History] held when this was opened, without asking whether
/// they are published: for the engine that appends. Used by one thread, closed before the history.
public final class HeadReader implements AutoCloseable {

    private final RocksIterator rows;

    HeadReader(HistoryDatabase database) {
        this.rows = database.db().newIterator(database.data());
    }

    /// The newest entry under `key`, or null when there is none.
    public @Nullable Entry find(Bytes key) {
        try {
            return RangeReader.find(rows, key, Long.MAX_VALUE);
        } catch (RocksDBException e) {
            throw new UnavailableException("cannot read " + key, e);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
