package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/// One pass over the live keys of a range as they were at one revision.
final class RangeReader implements AutoCloseable {

    private final @Nullable Slice upper;
    private final ReadOptions options;
    private final RocksIterator rows;
    private final long at;
    private final VersionWalk walk;

    /// @throws CompactedException if `at` is no longer complete in what this reader sees
    RangeReader(HistoryDatabase database, Range range, long at, Compaction compaction) {
        var end = range.end();
        this.at = at;
        this.upper = end == null ? null : new Slice(DataCoding.bound(end));
        this.options = new ReadOptions();
        if (upper != null) {
            options.setIterateUpperBound(upper);
        }
        this.rows = database.db().newIterator(database.data(), options);
        this.walk = new VersionWalk(rows, at);
        try {
            // After the iterator: what it pinned cannot be swept from under it any more.
            compaction.require(at);
        } catch (CompactedException e) {
            close();
            throw e;
        }
        rows.seek(DataCoding.bound(range.start()));
    }

    Page page(int limit) throws RocksDBException {
        var entries = new ArrayList<Entry>(Math.min(limit, 64));
        boolean more = false;
        while (walk.advance()) {
            if (entries.size() == limit) {
                more = true;
                break;
            }
            entries.add(current());
        }
        return new Page(new Revision(at), entries, more);
    }

    /// The next entries, at most `limit` and about `maxBytes`; none when no more follow.
    List<Entry> next(int limit, long maxBytes) throws RocksDBException {
        var entries = new ArrayList<Entry>();
        long bytes = 0;
        while (entries.size() < limit && bytes < maxBytes && walk.advance()) {
            var entry = current();
            entries.add(entry);
            bytes += entry.key().length() + entry.value().length();
        }
        return entries;
    }

    long count() throws RocksDBException {
        long count = 0;
        while (walk.advance()) {
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        rows.close();
        options.close();
        if (upper != null) {
            upper.close();
        }
    }

    private Entry current() {
        var row = walk.row();
        long revision = DataCoding.revision(row);
        var entry =
                DataCoding.entry(DataCoding.key(row), revision, walk.value(), walk.valueLength());
        if (entry == null) {
            throw new IllegalStateException("stopped at a tombstone of " + DataCoding.key(row));
        }
        return entry;
    }

    /// The newest version of `key` not after `at` within `rows`, or null when there is none.
    static @Nullable Entry find(RocksIterator rows, Bytes key, long at) throws RocksDBException {
        var wanted = DataCoding.row(key, at);
        rows.seek(wanted);
        if (!rows.isValid()) {
            rows.status();
            return null;
        }
        var found = rows.key();
        return DataCoding.sameKey(found, wanted)
                ? DataCoding.entry(key, DataCoding.revision(found), rows.value())
                : null;
    }
}
