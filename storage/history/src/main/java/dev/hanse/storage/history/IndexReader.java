package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/// One pass over the entries of a range that had one term at one revision.
final class IndexReader implements AutoCloseable {

    private final DeclaredIndex index;
    private final Bytes term;
    private final long at;
    private final int prefixLength;
    private final Slice upper;
    private final ReadOptions options;
    private final RocksIterator versions;
    private final RocksIterator data;
    private final VersionWalk walk;

    /// @param number of the index when it was known to be built
    /// @throws CompactedException if `at` is no longer complete in what this reader sees
    IndexReader(
            HistoryDatabase database,
            DeclaredIndex index,
            int number,
            Bytes term,
            Range range,
            long at,
            Compaction compaction) {
        var prefix = IndexCoding.prefix(number, term);
        this.index = index;
        this.term = term;
        this.at = at;
        this.prefixLength = prefix.length;
        this.upper = new Slice(IndexCoding.bound(prefix, range.end()));
        this.options = new ReadOptions().setIterateUpperBound(upper);
        this.versions = database.db().newIterator(database.index(), options);
        this.data = database.db().newIterator(database.data());
        this.walk = new VersionWalk(versions, at);
        try {
            // After the iterators: what they pinned cannot be swept from under them any more.
            compaction.require(at);
        } catch (CompactedException e) {
            close();
            throw e;
        }
        versions.seek(IndexCoding.bound(prefix, range.start()));
    }

    Page page(int limit) throws RocksDBException {
        var entries = new ArrayList<Entry>();
        var entry = next();
        while (entry != null && entries.size() < limit) {
            entries.add(entry);
            entry = next();
        }
        return new Page(new Revision(at), entries, entry != null);
    }

    /// The next entry that has the term. Asked again, because terms may once not have been
    /// computable and so not have been ended.
    private @Nullable Entry next() throws RocksDBException {
        while (walk.advance()) {
            var key = IndexCoding.key(walk.row(), prefixLength);
            var entry = RangeReader.find(data, key, at);
            if (index.terms(entry).contains(term)) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public void close() {
        versions.close();
        data.close();
        options.close();
        upper.close();
    }
}
