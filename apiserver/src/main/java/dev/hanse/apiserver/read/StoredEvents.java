package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/// Events of all clusters, by when they were created. Thread-safe: keeps no state.
public final class StoredEvents {

    static final StorageResource EVENTS = StorageResource.builtIn(new GroupResource("", "events"));

    private static final int PAGE = 500;

    private final Storage storage;
    private final StoredForm form;

    public StoredEvents(Storage storage, StoredForm form) {
        this.storage = storage;
        this.form = form;
    }

    public record StoredEvent(ObjectKey key, KubeObject object) {}

    /// Tells about every event, as they are when it is their turn.
    public void all(Consumer<StoredEvent> each) {
        read(rest -> storage.read(rest, Revision.NONE, PAGE), each);
    }

    /// Tells about the events created in the same minute as `time`. Costs what is found.
    public void createdInMinuteOf(Instant time, Consumer<StoredEvent> each) {
        var term = ObjectIndexes.minuteTerm(time.toString());
        read(
                rest ->
                        storage.find(
                                ObjectIndexes.EVENT_MINUTE.name(), term, rest, Revision.NONE, PAGE),
                each);
    }

    private void read(Function<Range, Page> reader, Consumer<StoredEvent> each) {
        var rest = Keyspace.all(EVENTS);
        while (true) {
            var page = reader.apply(rest);
            page.entries().forEach(entry -> each.accept(event(entry)));
            if (!page.more()) {
                return;
            }
            rest = rest.after(page.entries().getLast().key());
        }
    }

    private StoredEvent event(Entry entry) {
        return new StoredEvent(Keyspace.parse(EVENTS, entry.key()), form.object(EVENTS, entry));
    }
}
