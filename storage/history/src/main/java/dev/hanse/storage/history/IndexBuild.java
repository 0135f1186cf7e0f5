package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/// One step of building an index: some keys of its scope, with all the versions they still have.
///
/// What it writes are the rows that commits would have written had the index been there, so a built
/// index answers for every revision that can be read. Commits that happen meanwhile write their own
/// rows; where both write the same row they agree.
///
/// INVARIANT: no index is swept during a step; else a term whose end was just swept could come
/// back.
final class IndexBuild {

    private static final int ROWS_PER_STEP = 1000;
    private static final long BYTES_PER_STEP = 4L << 20;

    private final DeclaredIndex index;
    private final RocksIterator versions;
    private final IndexRows target;
    private long seenRows;
    private long seenBytes;

    /// The version seen last, and what it makes of the terms.
    private byte[] newer = {};

    private Set<Bytes> newerTerms = Set.of();

    private IndexBuild(DeclaredIndex index, RocksIterator versions, IndexRows target) {
        this.index = index;
        this.versions = versions;
        this.target = target;
    }

    /// Builds a bit more.
    ///
    /// @return how far the index is built now
    static IndexRecord step(
            HistoryDatabase database, boolean durable, IndexList list, DeclaredIndex index)
            throws RocksDBException {
        var record = index.record();
        var next = record.next();
        if (next == null) {
            return record;
        }
        var scope = index.index().scope();
        var start = next.compareTo(scope.start()) < 0 ? scope.start() : next;
        var end = scope.end();
        try (var upper = end == null ? null : new Slice(DataCoding.bound(end));
                var options = new ReadOptions().setFillCache(false);
                var versions = versions(database, options, upper)) {
            var batch = new RowBatch();
            versions.seek(DataCoding.bound(start));
            var target = new IndexRows(database, batch, record.number());
            var reached = record.builtBefore(new IndexBuild(index, versions, target).someKeys());
            list.put(batch, index.index(), reached);
            database.write(batch, durable);
            return reached;
        }
    }

    private static RocksIterator versions(
            HistoryDatabase database, ReadOptions options, @Nullable Slice upper) {
        if (upper != null) {
            options.setIterateUpperBound(upper);
        }
        return database.db().newIterator(database.data(), options);
    }

    /// Returns the first key not looked at, or null when there is none.
    private @Nullable Bytes someKeys() throws RocksDBException {
        for (; versions.isValid(); versions.next()) {
            var row = versions.key();
            if (newer.length > 0 && !DataCoding.sameKey(row, newer)) {
                addChange(Set.of());
                if (seenRows >= ROWS_PER_STEP || seenBytes >= BYTES_PER_STEP) {
                    return DataCoding.key(row);
                }
                newerTerms = Set.of();
                newer = new byte[0];
            }
            look(row, versions.value());
        }
        versions.status();
        addChange(Set.of());
        return null;
    }

    private void look(byte[] row, byte[] value) {
        var entry = DataCoding.entry(DataCoding.key(row), DataCoding.revision(row), value);
        var terms = index.terms(entry);
        if (newer.length > 0) {
            addChange(terms);
        }
        newer = row;
        newerTerms = terms;
        seenRows++;
        seenBytes += value.length;
    }

    /// Writes what the version seen last changed, knowing the terms before it.
    private void addChange(Set<Bytes> before) {
        if (newer.length > 0) {
            target.add(DataCoding.key(newer), DataCoding.revision(newer), before, newerTerms);
        }
    }
}
