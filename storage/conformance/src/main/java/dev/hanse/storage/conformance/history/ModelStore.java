package dev.hanse.storage.conformance.history;

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
public final class ModelStore {

    private final NavigableMap<Revision, NavigableMap<Bytes, Entry>> states = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();

    public ModelStore(Revision start) {
        this(start, List.of());
    }

    /// @param entries everything there is at `start`
    public ModelStore(Revision start, List<Entry> entries) {
        var state = new TreeMap<Bytes, Entry>();
        entries.forEach(entry -> state.put(entry.key(), entry));
        states.put(start, state);
    }

    public Revision newest() {
        return states.lastKey();
    }

    /// Whether `txn` would be carried out at `at`.
    public boolean holds(Txn txn, Revision at) {
        return txn.conditions().stream().allMatch(condition -> holds(condition, at));
    }

    private boolean holds(Condition condition, Revision at) {
        var entry = state(at).get(condition.key());
        return condition.modRevision().equals(entry == null ? Revision.NONE : entry.modRevision());
    }

    /// The entries a rejection at `at` should report.
    public List<Entry> found(Txn txn, Revision at) {
        return txn.conditions().stream()
                .map(condition -> state(at).get(condition.key()))
                .filter(entry -> entry != null)
                .toList();
    }

    /// Whether `txn` changes anything at `at`.
    public boolean changes(Txn txn, Revision at) {
        return txn.writes().stream()
                .anyMatch(
                        write -> write instanceof Write.Put || state(at).containsKey(write.key()));
    }

    public void apply(Txn txn, Revision revision) {
        var effects = effects(txn, revision);
        var next = new TreeMap<>(state(newest()));
        for (var event : effects) {
            var current = event.current();
            if (current == null) {
                next.remove(event.key());
            } else {
                next.put(event.key(), current);
            }
        }
        events.addAll(effects);
        states.put(revision, next);
    }

    /// The events `txn` would make as the next commit, at `revision`.
    public List<Event> effects(Txn txn, Revision revision) {
        var state = state(newest());
        var changed = new ArrayList<Event>();
        for (var write : txn.writes()) {
            var previous = state.get(write.key());
            switch (write) {
                case Write.Put(var key, var value) -> {
                    var created = previous == null ? revision : previous.createRevision();
                    var current = new Entry(key, value, created, revision);
                    changed.add(new Event(key, revision, current, previous));
                }
                case Write.Delete(var key) -> {
                    if (previous != null) {
                        changed.add(new Event(key, revision, null, previous));
                    }
                }
            }
        }
        changed.sort(Comparator.comparing(Event::key));
        return changed;
    }

    public List<Entry> list(Range range, Revision at) {
        return state(at).values().stream().filter(entry -> range.contains(entry.key())).toList();
    }

    public List<Event> events(Range range, Revision after, Revision upTo) {
        return events.stream()
                .filter(event -> event.revision().isAfter(after) && !event.revision().isAfter(upTo))
                .filter(event -> range.contains(event.key()))
                .toList();
    }

    private NavigableMap<Bytes, Entry> state(Revision at) {
        return states.floorEntry(at).getValue();
    }
}
