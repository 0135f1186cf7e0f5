package dev.hanse.apiserver.watch;

import dev.hanse.apiserver.read.ResourceVersions;
import dev.hanse.apiserver.read.Selection;
import dev.hanse.apiserver.read.StorageErrors;
import dev.hanse.machinery.status.Status;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Event;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One watch: the initial state if asked for, then every change, in order, as the watcher's
/// selection sees it. Costs no thread and buffers nothing: what was not pulled stays in the
/// history.
///
/// Used by one thread at a time.
public final class ObjectWatch implements AutoCloseable {

    private static final int BATCH = 200;

    private final Storage storage;
    private final Selection selection;
    private final boolean bookmarkAfterInitial;
    private final Cursor cursor;
    private @Nullable Initial initial;
    private long upTo;
    private boolean failed;

    /// The part of the present state that has not been said yet.
    private record Initial(Range rest, Revision at) {}

    private ObjectWatch(
            Storage storage,
            Selection selection,
            Cursor cursor,
            @Nullable Initial initial,
            boolean bookmarkAfterInitial,
            long upTo) {
        this.storage = storage;
        this.selection = selection;
        this.cursor = cursor;
        this.initial = initial;
        this.bookmarkAfterInitial = bookmarkAfterInitial;
        this.upTo = upTo;
    }

    /// @throws dev.hanse.machinery.status.ApiException 410 when the history after the requested
    ///   resourceVersion is gone
    public static ObjectWatch open(
            Storage storage, Range range, Selection selection, WatchQuery query) {
        var asked = ResourceVersions.parse(query.resourceVersion());
        boolean fromNow = asked.isNone();
        boolean withInitial =
                query.sendInitialEvents() != null ? query.sendInitialEvents() : fromNow;
        Revision start;
        if (query.resourceVersion().isEmpty()) {
            start = storage.revision();
        } else if (withInitial || fromNow) {
            start = newest(storage, asked);
        } else {
            start = asked;
        }
        try {
            return new ObjectWatch(
                    storage,
                    selection,
                    storage.watch(range, start),
                    withInitial ? new Initial(range, start) : null,
                    Boolean.TRUE.equals(query.sendInitialEvents()) && query.allowBookmarks(),
                    start.value());
        } catch (CompactedException e) {
            throw ResourceVersions.tooOld(start, e.compacted());
        }
    }

    private static Revision newest(Storage storage, Revision atLeast) {
        var local = storage.localRevision();
        if (!atLeast.isAfter(local)) {
            return local;
        }
        var newest = storage.revision();
        if (atLeast.isAfter(newest)) {
            throw ResourceVersions.tooLarge(atLeast, newest);
        }
        return newest;
    }

    /// What can be said now; empty when there is nothing, until [#whenReadable] runs its signal. A
    /// [WatchItem.Failed] is the last item ever.
    public List<WatchItem> next() {
        if (failed) {
            return List.of();
        }
        try {
            return initial != null ? initialItems(initial) : changes();
        } catch (CompactedException e) {
            return failed(ResourceVersions.tooOld(new Revision(upTo), e.compacted()).status());
        } catch (StorageException e) {
            return failed(StorageErrors.toApi(e).status());
        }
    }

    /// Everything up to this revision has been returned by [#next]; what a bookmark may promise.
    public long upTo() {
        return upTo;
    }

    /// Whether the initial state, if asked for, has been said.
    public boolean isCaughtUpWithStart() {
        return initial == null;
    }

    public void whenReadable(Runnable signal) {
        if (initial != null || failed) {
            signal.run();
        } else {
            cursor.whenReadable(signal);
        }
    }

    private List<WatchItem> initialItems(Initial from) {
        Page page = storage.read(from.rest(), from.at(), BATCH);
        var items = new ArrayList<WatchItem>();
        for (var entry : selection.of(page.entries())) {
            items.add(
                    new WatchItem.Change(WatchItem.Type.ADDED, entry, entry.modRevision().value()));
        }
        if (page.more()) {
            initial = new Initial(from.rest().after(page.entries().getLast().key()), from.at());
        } else {
            initial = null;
            if (bookmarkAfterInitial) {
                items.add(new WatchItem.Bookmark(from.at().value(), true));
            }
        }
        return items;
    }

    private List<WatchItem> changes() {
        while (true) {
            var batch = cursor.next(BATCH);
            upTo = Math.max(upTo, batch.upTo().value());
            var items = new ArrayList<WatchItem>();
            for (var event : batch.events()) {
                var item = seen(event);
                if (item != null) {
                    items.add(item);
                }
            }
            if (!items.isEmpty() || batch.events().isEmpty()) {
                return items;
            }
        }
    }

    /// What an event is to a watcher that sees only matching objects.
    private @Nullable WatchItem seen(Event event) {
        boolean before = event.previous() != null && selection.matches(event.previous());
        boolean now = event.current() != null && selection.matches(event.current());
        long revision = event.revision().value();
        if (now) {
            return new WatchItem.Change(
                    before ? WatchItem.Type.MODIFIED : WatchItem.Type.ADDED,
                    Objects.requireNonNull(event.current()),
                    revision);
        }
        return before
                ? new WatchItem.Change(
                        WatchItem.Type.DELETED, Objects.requireNonNull(event.previous()), revision)
                : null;
    }

    private List<WatchItem> failed(Status status) {
        failed = true;
        return List.of(new WatchItem.Failed(status));
    }

    @Override
    public void close() {
        cursor.close();
    }
}
