package dev.hanse.apiserver.read;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A cache that follows the history: before each lookup, everything that has changed since the last
/// one is dropped. A lookup after a commit that returned therefore never sees what was before.
///
/// Thread-safe. INVARIANT: the cache invalidates a key only after a load of it has finished, so a
/// value loaded before a change cannot stay behind it.
final class HistoryClusterCache<V> implements ClusterCache<V> {

    private static final int BATCH = 1_000;

    private final Storage storage;
    private final LoadingCache<ClusterName, V> values;
    private final List<Feed> feeds = new ArrayList<>();
    private final AtomicBoolean stale = new AtomicBoolean();
    private final ReentrantLock draining = new ReentrantLock();

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
        for (var resource : resources) {
            var cursor = storage.watch(Keyspace.all(resource), storage.localRevision());
            feeds.add(new Feed(resource, cursor));
            cursor.whenReadable(() -> stale.set(true));
        }
    }

    @Override
    public V get(ClusterName cluster) {
        if (stale.get()) {
            dropChanged();
        }
        return values.get(cluster);
    }

    private void dropChanged() {
        draining.lock();
        try {
            // Another thread may have drained while this one waited for the lock. The flag falls
            // only
            // after draining, so that nobody reads past a change that is not yet dropped.
            if (stale.get()) {
                feeds.forEach(this::drain);
                stale.set(false);
                feeds.forEach(each -> each.cursor.whenReadable(() -> stale.set(true)));
            }
        } finally {
            draining.unlock();
        }
    }

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
        } catch (CompactedException e) {
            feed.cursor.close();
            feed.cursor = storage.watch(Keyspace.all(feed.resource), storage.localRevision());
            values.invalidateAll();
        }
    }
}
