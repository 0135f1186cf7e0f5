package dev.hanse.storage.history;

import dev.hanse.storage.Event;
import dev.hanse.storage.Revision;
import java.util.List;

/// What one revision changed.
///
/// @param events at least one, in key order, all of this revision
public record Commit(Revision revision, List<Event> events) {

    public Commit {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("commit " + revision + " changes nothing");
        }
    }

    /// Roughly what the commit occupies in the heap.
    long weight() {
        long weight = 64;
        for (var event : events) {
            weight += 128 + event.key().length();
            var current = event.current();
            var previous = event.previous();
            weight += current == null ? 0 : 64 + current.value().length();
            weight += previous == null ? 0 : 64 + previous.value().length();
        }
        return weight;
    }
}
