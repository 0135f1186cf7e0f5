package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Index;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An index while its history is open: its terms, and how far it is built. Thread-safe.
final class DeclaredIndex {

    private static final Logger log = LoggerFactory.getLogger(DeclaredIndex.class);

    private final Index index;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile IndexRecord record;

    DeclaredIndex(Index index, IndexRecord record) {
        this.index = index;
        this.record = record;
    }

    Index index() {
        return index;
    }

    IndexRecord record() {
        return record;
    }

    void become(IndexRecord next) {
        record = next;
        wakeAll();
    }

    boolean covers(Bytes key) {
        return index.scope().contains(key);
    }

    /// The terms of `entry`, which is in the scope; none when there is no entry.
    Set<Bytes> terms(@Nullable Entry entry) {
        if (entry == null) {
            return Set.of();
        }
        try {
            var terms = index.terms().of(entry.key(), entry.value());
            return terms.stream().allMatch(DeclaredIndex::fits) ? terms : fitting(terms);
        } catch (RuntimeException e) {
            complain(entry, e);
            return Set.of();
        }
    }

    private static Set<Bytes> fitting(Set<Bytes> terms) {
        var fitting = new HashSet<>(terms);
        fitting.removeIf(term -> !fits(term));
        return fitting;
    }

    private static boolean fits(Bytes term) {
        return term.length() <= Index.LONGEST_TERM;
    }

    private void complain(Entry entry, RuntimeException failure) {
        if (complained.compareAndSet(false, true)) {
            // Not the exception itself: it may quote the value.
            log.atWarn()
                    .addKeyValue("index", index.name())
                    .addKeyValue("key", entry.key())
                    .addKeyValue("error", failure.getClass().getName())
                    .log("value not indexed; further ones are not reported");
        }
    }

    /// Whether the index was built in time; false also when `gate` closed meanwhile.
    boolean await(Duration patience, Gate gate) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (!record.isBuilt()) {
                if (nanos <= 0 || gate.isClosed()) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Makes every waiting thread look again, also at whether the store was closed.
    void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
