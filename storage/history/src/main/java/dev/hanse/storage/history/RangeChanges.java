package dev.hanse.storage.history;

import dev.hanse.storage.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/// What changed in a range, found among the versions of its keys: for a cursor that missed a lot of
/// which little concerns it, since the log holds the changes of everybody.
final class RangeChanges {

    private final List<Change> changes = new ArrayList<>();
    private final byte[] kind = new byte[1];
    private final RocksIterator rows;
    private final long after;
    private final long upTo;

    private RangeChanges(RocksIterator rows, long after, long upTo) {
        this.rows = rows;
        this.after = after;
        this.upTo = upTo;
    }

    /// Whether the versions of the range take less room than the log after `after` up to `upTo`.
    static boolean isSmallerThanLog(HistoryDatabase database, Range range, long after, long upTo) {
        var end = range.end();
        return end != null
                && size(
                                database,
                                database.data(),
                                DataCoding.bound(range.start()),
                                DataCoding.bound(end))
                        < size(
                                database,
                                database.log(),
                                LogCoding.bound(after + 1),
                                LogCoding.bound(upTo + 1));
    }

    private static long size(
            HistoryDatabase database, ColumnFamilyHandle family, byte[] start, byte[] end) {
        try (var first = new Slice(start);
                var last = new Slice(end)) {
            return database.db()
                    .getApproximateSizes(
                            family,
                            List.of(new org.rocksdb.Range(first, last)),
                            SizeApproximationFlag.INCLUDE_FILES,
                            SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
        }
    }

    /// All changes after `after` up to `upTo`, in the order of the log; null when the range has
    /// more than `mostRows` versions.
    static @Nullable List<Change> find(
            HistoryDatabase database, Range range, long after, long upTo, long mostRows)
            throws RocksDBException {
        var end = range.end();
        try (var upper = end == null ? null : new Slice(DataCoding.bound(end));
                var options = new ReadOptions()) {
            if (upper != null) {
                options.setIterateUpperBound(upper);
            }
            try (var rows = database.db().newIterator(database.data(), options)) {
                rows.seek(DataCoding.bound(range.start()));
                return new RangeChanges(rows, after, upTo).collect(mostRows);
            }
        }
    }

    /// The row behind a change is the version it replaced, if it is one of the same key.
    private @Nullable List<Change> collect(long mostRows) throws RocksDBException {
        byte[] row = {};
        boolean deletion = false;
        boolean wanted = false;
        for (long count = 0; rows.isValid(); rows.next(), count++) {
            if (count == mostRows) {
                return null;
            }
            var here = rows.key();
            boolean tombstone = isTombstone();
            if (wanted) {
                boolean replaced = !tombstone && DataCoding.sameKey(here, row);
                add(row, deletion, replaced ? DataCoding.revision(here) : 0);
            }
            row = here;
            deletion = tombstone;
            long revision = DataCoding.revision(here);
            wanted = revision > after && revision <= upTo;
        }
        rows.status();
        if (wanted) {
            add(row, deletion, 0);
        }
        // Stable: keys stay in order within a revision.
        changes.sort(Comparator.comparingLong(Change::revision));
        return changes;
    }

    private void add(byte[] row, boolean deletion, long previous) {
        changes.add(new Change(DataCoding.key(row), DataCoding.revision(row), deletion, previous));
    }

    private boolean isTombstone() {
        rows.value(kind);
        return DataCoding.isTombstone(kind[0]);
    }
}
