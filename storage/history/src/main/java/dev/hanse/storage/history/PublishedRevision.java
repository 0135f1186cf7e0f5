package dev.hanse.storage.history;

import dev.hanse.storage.Revision;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The newest revision that readers may see. Only grows; thread-safe.
final class PublishedRevision {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long value;

    PublishedRevision(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }

    Revision revision() {
        return new Revision(value);
    }

    void advance(long revision) {
        value = Math.max(value, revision);
        wakeAll();
    }

    /// Makes every waiting thread look again, also at whether the store was closed.
    void wakeAll() {
        if (waiting.get() > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Whether `revision` was published in time, or `gate` closed meanwhile.
    boolean await(long revision, Duration patience, Gate gate) throws InterruptedException {
        if (value >= revision) {
            return true;
        }
        long nanos = patience.toNanos();
        waiting.incrementAndGet();
        lock.lock();
        try {
            while (value < revision) {
                if (nanos <= 0 || gate.isClosed()) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
            waiting.decrementAndGet();
        }
    }
}
