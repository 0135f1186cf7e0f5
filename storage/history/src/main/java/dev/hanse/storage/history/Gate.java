package dev.hanse.storage.history;

import dev.hanse.storage.UnavailableException;
import java.util.concurrent.locks.StampedLock;

/// Keeps native memory alive while somebody uses it: users pass through, closing waits for them and
/// turns later ones away.
///
/// Thread-safe. Not a `ReentrantReadWriteLock`, which would leave a thread local behind in every
/// virtual thread.
final class Gate {

    private final StampedLock lock = new StampedLock();
    private volatile boolean closed;

    /// @return what [#leave] needs
    /// @throws UnavailableException if the gate is closed
    long enter() {
        if (closed) {
            throw closedException();
        }
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw closedException();
        }
        return stamp;
    }

    void leave(long stamp) {
        lock.unlockRead(stamp);
    }

    /// Runs `action` when everybody has left; who enters meanwhile waits.
    ///
    /// @throws UnavailableException if the gate is closed
    void exclusively(Runnable action) {
        long stamp = lock.writeLock();
        try {
            if (closed) {
                throw closedException();
            }
            action.run();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /// Returns when everybody has left and nobody can enter any more.
    ///
    /// @return whether this call closed the gate
    boolean close() {
        long stamp = lock.writeLock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    boolean isClosed() {
        return closed;
    }

    static UnavailableException closedException() {
        return new UnavailableException("the store is closed", null);
    }
}
