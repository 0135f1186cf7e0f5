package dev.hanse.storage.embedded;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.storage.history.Commit;
import dev.hanse.storage.history.HeadReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Transactions decided together, to be written with one fsync.
///
/// Each one sees the writes of those before it, though none of them is on disk yet.
final class CommitGroup {

    private final HeadReader head;
    private final List<Commit> commits = new ArrayList<>();
    private Revision newest;

    CommitGroup(HeadReader head, Revision newest) {
        this.head = head;
        this.newest = newest;
    }

    /// The commits with events so far, in order of their revisions.
    List<Commit> commits() {
        return commits;
    }

    /// Looks up what deciding `txns` will need, all at once.
    void prepare(List<Txn> txns) {
        var keys = new HashSet<Bytes>();
        for (var txn : txns) {
            txn.conditions().forEach(condition -> keys.add(condition.key()));
            txn.writes().forEach(write -> keys.add(write.key()));
        }
        if (keys.size() > 1) {
            head.prepare(keys);
        }
    }

    /// What becomes of `txn` once [#commits] are durable.
    Outcome decide(Txn txn) {
        if (!txn.conditions().stream().allMatch(this::holds)) {
            return new Outcome.Rejected(newest, found(txn));
        }
        var events = events(txn, new Revision(newest.value() + 1));
        if (!events.isEmpty()) {
            var commit = new Commit(new Revision(newest.value() + 1), events);
            newest = commit.revision();
            commits.add(commit);
            head.add(commit);
        }
        return new Outcome.Committed(newest);
    }

    private List<Event> events(Txn txn, Revision revision) {
        var events = new ArrayList<Event>(txn.writes().size());
        for (var write : txn.writes()) {
            var previous = head.find(write.key());
            switch (write) {
                case Write.Put(var key, var value) -> {
                    var created = previous == null ? revision : previous.createRevision();
                    var current = new Entry(key, value, created, revision);
                    events.add(new Event(key, revision, current, previous));
                }
                case Write.Delete(var key) -> {
                    if (previous != null) {
                        events.add(new Event(key, revision, null, previous));
                    }
                }
            }
        }
        if (events.size() > 1) {
            events.sort(Comparator.comparing(Event::key));
        }
        return events;
    }

    private boolean holds(Condition condition) {
        var entry = head.find(condition.key());
        var actual = entry == null ? Revision.NONE : entry.modRevision();
        return actual.equals(condition.modRevision());
    }

    private List<Entry> found(Txn txn) {
        var found = new ArrayList<Entry>();
        for (var condition : txn.conditions()) {
            var entry = head.find(condition.key());
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }
}
