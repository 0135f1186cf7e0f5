package dev.hanse.storage.history;

import dev.hanse.storage.Event;
import dev.hanse.storage.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The events of a range between two revisions: from memory if they are recent, else from disk.
final class EventReplay {

    private static final int COMMITS_PER_LOOK = 256;

    /// All events of the range up to `upTo`.
    record Replay(List<Event> events, long upTo) {}

    private final RecentCommits recent;
    private final LogReader log;
    private final Compaction compaction;

    EventReplay(RecentCommits recent, LogReader log, Compaction compaction) {
        this.recent = recent;
        this.log = log;
        this.compaction = compaction;
    }

    /// The events after `after` up to `head`, ending with the commit that reaches `maxEvents`.
    ///
    /// @throws dev.hanse.storage.CompactedException if some of them were compacted
    Replay read(Range range, long after, long head, int maxEvents) throws RocksDBException {
        compaction.require(after);
        var replay = fromMemory(range, after, head, maxEvents);
        return replay != null ? replay : log.read(range, after, head, maxEvents);
    }

    private @Nullable Replay fromMemory(Range range, long after, long head, int maxEvents) {
        var events = new ArrayList<Event>();
        long reached = after;
        while (true) {
            var commits = recent.after(reached, COMMITS_PER_LOOK);
            if (commits == null) {
                return events.isEmpty() ? null : new Replay(events, reached);
            }
            for (var commit : commits) {
                long revision = commit.revision().value();
                if (revision > head) {
                    return new Replay(events, head);
                }
                for (var event : commit.events()) {
                    if (range.contains(event.key())) {
                        events.add(event);
                    }
                }
                reached = revision;
                if (events.size() >= maxEvents) {
                    return new Replay(events, reached);
                }
            }
            if (commits.size() < COMMITS_PER_LOOK) {
                return new Replay(events, head);
            }
        }
    }
}
