package dev.hanse.storage.conformance;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a store should be: every state it ever had, in memory. Slow, and obviously right.
final class ModelStore {

    private final NavigableMap<Revision, NavigableMap<Bytes, Entry>> states = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();

    ModelStore(Revision start) {
        states.put(start, new TreeMap<>());
    }

    Revision newest() {
        return states.lastKey();
    }

    /// Whether `txn` would be carried out at `at`.
    boolean holds(Txn txn, Revision at) {
        return txn.conditions().stream().allMatch(condition -> holds(condition, at));
    }

    private boolean holds(Condition condition, Revision at) {
        var entry = state(at).get(condition.key());
        return condition.modRevision().equals(entry == null ? Revision.NONE : entry.modRevision());
    }

    /// The entries a rejection at `at` should report.
    List<Entry> found(Txn txn, Revision at) {
        return txn.conditions().stream()
                .map(condition -> state(at).get(condition.key()))
                .filter(entry -> entry != null)
                .toList();
    }

    /// Whether `txn` changes anything at `at`.
    boolean changes(Txn txn, Revision at) {
        return txn.writes().stream()
                .anyMatch(
                        write -> write instanceof Write.Put || state(at).containsKey(write.key()));
    }

    void apply(Txn txn, Revision revision) {
        var next = new TreeMap<>(state(newest()));
        var changed = new ArrayList<Event>();
        for (var write : txn.writes()) {
            var previous = next.get(write.key());
            switch (write) {
                case Write.Put(var key, var value) -> {
                    var created = previous == null ? revision : previous.createRevision();
                    var current = new Entry(key, value, created, revision);
                    next.put(key, current);
                    changed.add(new Event(key, revision, current, previous));
                }
                case Write.Delete(var key) -> {
                    if (previous != null) {
                        next.remove(key);
                        changed.add(new Event(key, revision, null, previous));
                    }
                }
            }
        }
        changed.sort(Comparator.comparing(Event::key));
        events.addAll(changed);
        states.put(revision, next);
    }

    List<Entry> list(Range range, Revision at) {
        return state(at).values().stream().filter(entry -> range.contains(entry.key())).toList();
    }

    List<Event> events(Range range, Revision after, Revision upTo) {
        return events.stream()
                .filter(event -> event.revision().isAfter(after) && !event.revision().isAfter(upTo))
                .filter(event -> range.contains(event.key()))
                .toList();
    }

    private NavigableMap<Bytes, Entry> state(Revision at) {
        return states.floorEntry(at).getValue();
    }
}
