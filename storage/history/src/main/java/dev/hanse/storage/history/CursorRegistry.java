package dev.hanse.storage.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Which cursors are open, and which of them a commit concerns. Thread-safe.
///
/// Publishing a commit has three steps, in this order: the registry tells the cursors concerned
/// ([#touch]), the revision becomes visible ([PublishedRevision]), the cursors told run their
/// signals. A cursor that was not told may therefore move up to the published revision for free,
/// which is what makes ten thousand idle cursors cheap.
final class CursorRegistry {

    private final ReentrantLock lock = new ReentrantLock();
    private final RangeTree<HistoryCursor> cursors = new RangeTree<>();
    private long touchedUpTo;

    CursorRegistry(long newest) {
        this.touchedUpTo = newest;
    }

    void register(HistoryCursor cursor) {
        lock.lock();
        try {
            cursors.add(cursor.range(), cursor);
            cursor.registered(touchedUpTo);
        } finally {
            lock.unlock();
        }
    }

    void unregister(HistoryCursor cursor) {
        lock.lock();
        try {
            cursors.remove(cursor.range(), cursor);
        } finally {
            lock.unlock();
        }
    }

    /// Tells the cursors whose range `commits` change, and returns them.
    Set<HistoryCursor> touch(List<Commit> commits) {
        lock.lock();
        try {
            var touched = new LinkedHashSet<HistoryCursor>();
            for (var commit : commits) {
                long revision = commit.revision().value();
                if (!cursors.isEmpty()) {
                    for (var event : commit.events()) {
                        cursors.find(
                                event.key(),
                                cursor -> {
                                    cursor.touched(revision);
                                    touched.add(cursor);
                                });
                    }
                }
                touchedUpTo = revision;
            }
            return touched;
        } finally {
            lock.unlock();
        }
    }

    /// Tells every cursor that `revision` may concern it, and returns them.
    List<HistoryCursor> touchAll(long revision) {
        lock.lock();
        try {
            var all = all();
            all.forEach(cursor -> cursor.touched(revision));
            touchedUpTo = revision;
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return all().size();
    }

    List<HistoryCursor> all() {
        lock.lock();
        try {
            var all = new ArrayList<HistoryCursor>();
            cursors.forEach(all::add);
            return all;
        } finally {
            lock.unlock();
        }
    }
}
