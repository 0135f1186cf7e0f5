package dev.hanse.apiserver.read;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Storage;
import dev.hanse.storage.UnreadableValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A cache that follows the history: before each lookup, everything that has changed up to the
/// newest local revision is dropped. Whoever knows of a change, by a commit that returned or by a
/// watch, therefore never gets what was before it.
///
/// Thread-safe. INVARIANT: the cache invalidates a key only after a load of it has finished, so a
/// value loaded before a change cannot stay behind it.
final class HistoryClusterCache<V> implements ClusterCache<V> {

    private static final int BATCH = 1_000;

    private final Storage storage;
    private final LoadingCache<ClusterName, V> values;
    private final List<Feed> feeds = new ArrayList<>();
    private final ReentrantLock draining = new ReentrantLock();

    /// Every change up to this revision has been dropped.
    private volatile long droppedUpTo;

    /// The changes of one resource.
    private static final class Feed {
        final StorageResource resource;
        Cursor cursor;

        Feed(StorageResource resource, Cursor cursor) {
            this.resource = resource;
            this.cursor = cursor;
        }
    }

    HistoryClusterCache(
            Storage storage,
            List<StorageResource> resources,
            int maximumSize,
            Function<ClusterName, V> load) {
        this.storage = storage;
        this.values = Caffeine.newBuilder().maximumSize(maximumSize).build(load::apply);
        var start = storage.localRevision();
        for (var resource : resources) {
            feeds.add(new Feed(resource, storage.watch(Keyspace.all(resource), start)));
        }
        this.droppedUpTo = start.value();
    }

    @Override
    public V get(ClusterName cluster) {
        long newest = storage.localRevision().value();
        if (droppedUpTo < newest) {
            dropUpTo(newest);
        }
        return values.get(cluster);
    }

    private void dropUpTo(long revision) {
        draining.lock();
        try {
            // Another thread may have drained while this one waited for the lock.
            if (droppedUpTo < revision) {
                feeds.forEach(this::drain);
                droppedUpTo = revision;
            }
        } finally {
            draining.unlock();
        }
    }

    /// Costs next to nothing for a feed that nothing has happened to.
    private void drain(Feed feed) {
        try {
            Cursor.Batch batch;
            do {
                batch = feed.cursor.next(BATCH);
                for (var event : batch.events()) {
                    values.invalidate(
                            new ClusterName(Keyspace.clusterOf(feed.resource, event.key())));
                }
            } while (!batch.events().isEmpty());
        } catch (CompactedException | UnreadableValueException _) {
            // What changed is not known any more. An unreadable value concerns its own cluster
            // only:
            // others go on, and that one fails when it is loaded.
            feed.cursor.close();
            feed.cursor = storage.watch(Keyspace.all(feed.resource), storage.localRevision());
            values.invalidateAll();
        }
    }
}
