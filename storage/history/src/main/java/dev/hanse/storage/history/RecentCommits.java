package dev.hanse.storage.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest commits, ready to be handed to cursors, up to a bounded number of bytes.
///
/// Thread-safe; the lock is held for copying references only.
final class RecentCommits {

    private static final int INITIAL_LENGTH = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final long capacity;
    private Commit[] ring = new Commit[INITIAL_LENGTH];
    private int first;
    private int size;
    private long weight;

    /// Every commit after this revision is in the ring.
    private long floor;

    RecentCommits(long capacity, long newest) {
        this.capacity = capacity;
        this.floor = newest;
    }

    void add(List<Commit> commits) {
        lock.lock();
        try {
            for (var commit : commits) {
                if (size == ring.length) {
                    grow();
                }
                ring[(first + size) % ring.length] = commit;
                size++;
                weight += commit.weight();
            }
            while (weight > capacity && size > 0) {
                evictOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Starts over at `revision`, having nothing of what was before.
    void clear(long revision) {
        lock.lock();
        try {
            ring = new Commit[INITIAL_LENGTH];
            first = 0;
            size = 0;
            weight = 0;
            floor = revision;
        } finally {
            lock.unlock();
        }
    }

    /// At most `limit` commits after `after`, oldest first, or null when some of them were evicted.
    @Nullable List<Commit> after(long after, int limit) {
        lock.lock();
        try {
            if (after < floor) {
                return null;
            }
            int from = indexAfter(after);
            var found = new ArrayList<Commit>(Math.min(limit, size - from));
            for (int i = from; i < size && found.size() < limit; i++) {
                found.add(at(i));
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /// The bytes of what is kept.
    long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    private int indexAfter(long revision) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).revision().value() <= revision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Commit at(int index) {
        return ring[(first + index) % ring.length];
    }

    @SuppressWarnings("NullAway") // an evicted slot is never read before it is written again
    private void evictOldest() {
        var oldest = ring[first];
        ring[first] = null;
        first = (first + 1) % ring.length;
        size--;
        weight -= oldest.weight();
        floor = oldest.revision().value();
    }

    private void grow() {
        var larger = new Commit[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = at(i);
        }
        ring = larger;
        first = 0;
    }
}
