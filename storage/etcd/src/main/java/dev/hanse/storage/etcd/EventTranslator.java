package dev.hanse.storage.etcd;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.history.Commit;
import dev.hanse.storage.history.HeadReader;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.api.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes commits of the events of an etcd watch.
final class EventTranslator {

    private final KeyMapping keys;

    EventTranslator(KeyMapping keys) {
        this.keys = keys;
    }

    /// @param arrived whole revisions, in order
    /// @param head the entries before the first of them; afterwards, those after the last
    List<Commit> commits(List<Event> arrived, HeadReader head) {
        var commits = new ArrayList<Commit>();
        int from = 0;
        for (int i = 1; i <= arrived.size(); i++) {
            if (i == arrived.size() || revision(arrived.get(i)) != revision(arrived.get(from))) {
                var commit = commit(head, arrived.subList(from, i));
                if (commit != null) {
                    head.add(commit);
                    commits.add(commit);
                }
                from = i;
            }
        }
        return commits;
    }

    /// The token of the newest head among the events, or `before` if there is none.
    long token(List<Event> arrived, long before) {
        for (var event : arrived.reversed()) {
            var written = keyValue(event);
            if (keys.isHead(written)) {
                return Head.token(written.getValue());
            }
        }
        return before;
    }

    private static long revision(Event event) {
        return event.getKv().getModRevision();
    }

    private static KeyValue keyValue(Event event) {
        return new KeyValue(event.getKv(), ByteSequence.EMPTY);
    }

    /// What one revision changed, or null when that was nothing but the head.
    private @Nullable Commit commit(HeadReader head, List<Event> changes) {
        var revision = new Revision(revision(changes.getFirst()));
        var events = new ArrayList<dev.hanse.storage.Event>();
        for (var change : changes) {
            if (!keys.isHead(keyValue(change))) {
                events.add(event(head, revision, change));
            }
        }
        events.sort(Comparator.comparing(dev.hanse.storage.Event::key));
        return events.isEmpty() ? null : new Commit(revision, events);
    }

    private dev.hanse.storage.Event event(HeadReader head, Revision revision, Event change) {
        var found = keyValue(change);
        var key = keys.key(found);
        @Nullable Entry current =
                change.getType() == Event.EventType.DELETE ? null : keys.entry(found);
        return new dev.hanse.storage.Event(key, revision, current, head.find(key));
    }
}
