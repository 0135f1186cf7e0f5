package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Explains what clients heard by what the store says it committed, in the order of revisions.
///
/// Every commit returns its revision, so no order has to be searched for: the log must be made of
/// the transactions that were acknowledged and, once at most each, of those that nobody heard of
/// again; every answer must be true at its revision; and revisions must not contradict real time.
///
/// A check may go on: what stays unresolved in one recording may still happen in the next one.
public final class HistoryCheck {

    private final List<Call.Unresolved> unresolved = new ArrayList<>();
    private ModelStore model;

    /// @param entries everything there was at `start`
    public HistoryCheck(Revision start, List<Entry> entries) {
        this.model = new ModelStore(start, entries);
    }

    /// What the store must be by now.
    public ModelStore model() {
        return model;
    }

    /// How many transactions may still take effect.
    public int unresolved() {
        return unresolved.size();
    }

    /// Forgets how the present state came to be, and goes on from there.
    public void forgetPast(Range everything) {
        model = new ModelStore(model.newest(), model.list(everything, model.newest()));
    }

    /// @param log every event after the last one checked
    public void check(Recording recording, List<Event> log) {
        var begun = new HashMap<Revision, Long>();
        replay(recording, byRevision(log), begun);
        for (var call : recording.calls()) {
            requireExplained(call);
        }
        requireRealTimeOrder(recording, begun);
        recording.followings().forEach(following -> following.requireFaithful(model));
    }

    private void replay(
            Recording recording, SortedMap<Revision, List<Event>> log, Map<Revision, Long> begun) {
        var acknowledged = new HashMap<Revision, Call.Commit>();
        for (var call : recording.calls()) {
            if (call instanceof Call.Unresolved open) {
                unresolved.add(open);
            } else if (call instanceof Call.Commit commit
                    && commit.outcome() instanceof Outcome.Committed(var revision)
                    && acknowledged.put(revision, commit) != null) {
                throw new AssertionError("two commits were told that they are " + revision);
            }
        }
        unresolved.sort(Comparator.comparingLong(Call.Unresolved::started));
        log.forEach(
                (revision, events) -> {
                    var commit = acknowledged.remove(revision);
                    var txn = commit == null ? resolve(revision, events, begun) : commit.txn();
                    requireEffects(txn, revision, events);
                    model.apply(txn, revision);
                });
        if (!acknowledged.isEmpty()) {
            throw new AssertionError(
                    "lost: the log ends at %s and does not have %s"
                            .formatted(model.newest(), new TreeMap<>(acknowledged)));
        }
    }

    private Txn resolve(Revision revision, List<Event> events, Map<Revision, Long> begun) {
        for (var candidate : unresolved) {
            var txn = candidate.txn();
            if (model.holds(txn, model.newest()) && model.effects(txn, revision).equals(events)) {
                unresolved.remove(candidate);
                begun.put(revision, candidate.started());
                return txn;
            }
        }
        throw new AssertionError(
                "nobody asked for what was committed at " + revision + ": " + events);
    }

    private void requireEffects(Txn txn, Revision revision, List<Event> events) {
        if (!revision.isAfter(model.newest())) {
            throw new AssertionError(revision + " was committed after " + model.newest());
        }
        if (!model.holds(txn, model.newest())) {
            throw new AssertionError(
                    "%s was committed at %s although its conditions did not hold"
                            .formatted(txn, revision));
        }
        var expected = model.effects(txn, revision);
        if (!expected.equals(events)) {
            throw new AssertionError(
                    "%s at %s should have made %s and made %s"
                            .formatted(txn, revision, expected, events));
        }
    }

    private void requireExplained(Call call) {
        switch (call) {
            case Call.Read(_, _, var range, var revision, var entries) ->
                    requireSame(call, entries, model.list(range, revision));
            case Call.OldRead(_, _, var range, var revision, var entries) ->
                    requireSame(call, entries, model.list(range, revision));
            case Call.Commit(_, _, var txn, Outcome.Rejected(var revision, var found)) -> {
                if (model.holds(txn, revision)) {
                    throw new AssertionError("rejected although all conditions held: " + call);
                }
                requireSame(call, inKeyOrder(found), inKeyOrder(model.found(txn, revision)));
            }
            // Committed and unresolved ones were replayed; of a refused one the log has nothing,
            // or replaying would have failed.
            case Call.Commit _, Call.Unresolved _, Call.Refused _ -> {}
        }
    }

    private static List<Entry> inKeyOrder(List<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
    }

    private static void requireSame(Call call, List<Entry> actual, List<Entry> expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError(
                    "%s was answered with %s instead of %s".formatted(call, actual, expected));
        }
    }

    /// Where a call takes effect must not be before where one that ended earlier did.
    private static void requireRealTimeOrder(Recording recording, Map<Revision, Long> begun) {
        var points = new ArrayList<Point>();
        for (var call : recording.calls()) {
            switch (call) {
                case Call.Read read ->
                        points.add(new Point(read.started(), read.ended(), read.revision(), call));
                case Call.Commit commit ->
                        points.add(
                                new Point(
                                        commit.started(), commit.ended(), commit.revision(), call));
                case Call.OldRead _, Call.Unresolved _, Call.Refused _ -> {}
            }
        }
        begun.forEach(
                (revision, started) ->
                        points.add(new Point(started, Long.MAX_VALUE, revision, "unresolved")));
        var byEnd = points.stream().sorted(Comparator.comparingLong(Point::ended)).iterator();
        var newest = new TreeMap<Revision, Point>();
        var ending = byEnd.hasNext() ? byEnd.next() : null;
        for (var point :
                points.stream().sorted(Comparator.comparingLong(Point::started)).toList()) {
            while (ending != null && ending.ended() < point.started()) {
                newest.put(ending.revision(), ending);
                ending = byEnd.hasNext() ? byEnd.next() : null;
            }
            if (!newest.isEmpty() && newest.lastKey().isAfter(point.revision())) {
                throw new AssertionError(
                        "back in time: %s ended before %s started"
                                .formatted(newest.lastEntry().getValue(), point));
            }
        }
    }

    private record Point(long started, long ended, Revision revision, Object call) {}

    private static SortedMap<Revision, List<Event>> byRevision(List<Event> log) {
        var commits = new TreeMap<Revision, List<Event>>();
        for (var event : log) {
            commits.computeIfAbsent(event.revision(), _ -> new ArrayList<>()).add(event);
        }
        return commits;
    }
}
