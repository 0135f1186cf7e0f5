package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.history.EventReplay.Replay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;

/// Reads events back from disk, for cursors that need older ones than [RecentCommits] has.
final class LogReader {

    private static final int ROWS_PER_EVENT = 16;

    private final HistoryDatabase database;
    private final Compaction compaction;

    LogReader(HistoryDatabase database, Compaction compaction) {
        this.database = database;
        this.compaction = compaction;
    }

    /// The events of `range` after `after` up to `upTo`, ending with the commit that reaches
    /// `maxEvents`.
    ///
    /// @throws dev.hanse.storage.CompactedException if some of them were compacted
    Replay read(Range range, long after, long upTo, int maxEvents) throws RocksDBException {
        var found = fromRange(range, after, upTo, maxEvents);
        if (found == null) {
            found = fromLog(range, after, upTo, maxEvents);
        }
        var events = new ArrayList<@Nullable Event>(found.changes().size());
        for (var change : found.changes()) {
            events.add(event(change));
        }
        // Afterwards: rows swept while they were being read make the answer incomplete.
        compaction.require(after);
        return new Replay(complete(events), found.upTo());
    }

    private record Found(List<Change> changes, long upTo) {}

    /// Null when the log is the shorter way.
    private @Nullable Found fromRange(Range range, long after, long upTo, int maxEvents)
            throws RocksDBException {
        if (!RangeChanges.isSmallerThanLog(database, range, after, upTo)) {
            return null;
        }
        // Walked anew for every batch, which must not become slower than following the log.
        var changes =
                RangeChanges.find(database, range, after, upTo, ROWS_PER_EVENT * (long) maxEvents);
        if (changes == null || changes.size() <= maxEvents) {
            return changes == null ? null : new Found(changes, upTo);
        }
        int size = maxEvents;
        long last = changes.get(size - 1).revision();
        while (size < changes.size() && changes.get(size).revision() == last) {
            size++;
        }
        return new Found(changes.subList(0, size), size < changes.size() ? last : upTo);
    }

    private Found fromLog(Range range, long after, long upTo, int maxEvents)
            throws RocksDBException {
        var changes = new ArrayList<Change>();
        long reached = upTo;
        try (var upper = new Slice(LogCoding.bound(upTo + 1));
                var options = new ReadOptions().setIterateUpperBound(upper);
                var rows = database.db().newIterator(database.log(), options)) {
            for (rows.seek(LogCoding.bound(after + 1)); rows.isValid(); rows.next()) {
                var row = rows.key();
                long revision = LogCoding.revision(row);
                if (changes.size() >= maxEvents && changes.getLast().revision() < revision) {
                    reached = changes.getLast().revision();
                    break;
                }
                var key = LogCoding.key(row);
                if (range.contains(key)) {
                    changes.add(change(key, revision, rows.value()));
                }
            }
            rows.status();
        }
        return new Found(changes, reached);
    }

    private static Change change(Bytes key, long revision, byte[] value) {
        return new Change(
                key, revision, LogCoding.isDeletion(value), LogCoding.previousRevision(value));
    }

    /// Null when a row is missing, which only compaction can cause.
    private @Nullable Event event(Change change) throws RocksDBException {
        var current = change.deletion() ? null : entry(change.key(), change.revision());
        var previous =
                change.previousRevision() == 0
                        ? null
                        : entry(change.key(), change.previousRevision());
        boolean missing =
                (current == null && !change.deletion())
                        || (previous == null && change.previousRevision() != 0);
        return missing
                ? null
                : new Event(change.key(), new Revision(change.revision()), current, previous);
    }

    private @Nullable Entry entry(Bytes key, long revision) throws RocksDBException {
        var value = database.db().get(database.data(), DataCoding.row(key, revision));
        return value == null ? null : DataCoding.entry(key, revision, value);
    }

    private static List<Event> complete(List<@Nullable Event> events) {
        var complete = new ArrayList<Event>(events.size());
        for (var event : events) {
            if (event == null) {
                throw new IllegalStateException("the log names a row that does not exist");
            }
            complete.add(event);
        }
        return complete;
    }
}
