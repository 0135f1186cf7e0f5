package dev.hanse.storage.history;

import dev.hanse.storage.Cursor;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Cursor] over a [History].
///
/// Thread-safe as [Cursor] demands; the lock guards the fields below it and is never held while
/// reading, because the thread that publishes commits takes it too.
final class HistoryCursor implements Cursor {

    private static final Logger log = LoggerFactory.getLogger(HistoryCursor.class);

    private final History history;
    private final Range range;
    private final ReentrantLock lock = new ReentrantLock();

    /// Every event of the range up to here was returned.
    private long position;

    /// The first revision after the position that may concern the range; zero when there is none.
    private long firstUnseen;

    /// The newest revision that may concern the range.
    private long lastTouched;

    private @Nullable Runnable signal;
    private boolean closed;

    HistoryCursor(History history, Range range, long after) {
        this.history = history;
        this.range = range;
        this.position = after;
    }

    Range range() {
        return range;
    }

    /// Called once, by the registry: commits up to `newest` will not be told any more.
    void registered(long newest) {
        lock.lock();
        try {
            lastTouched = newest;
            firstUnseen = newest > position ? position + 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /// A commit that may be visible soon may concern the range.
    void touched(long revision) {
        lock.lock();
        try {
            lastTouched = revision;
            if (firstUnseen == 0 && revision > position) {
                firstUnseen = revision;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Batch next(int maxEvents) {
        long head = history.published();
        long after;
        lock.lock();
        try {
            requireOpen();
            history.requireOpen();
            if (firstUnseen == 0 || firstUnseen > head) {
                position = Math.max(position, head);
                return new Batch(List.of(), new Revision(head));
            }
            after = firstUnseen - 1;
        } finally {
            lock.unlock();
        }
        var replay = history.replay(range, after, head, maxEvents);
        seen(replay.upTo());
        return new Batch(replay.events(), new Revision(replay.upTo()));
    }

    private void seen(long upTo) {
        lock.lock();
        try {
            position = upTo;
            firstUnseen = lastTouched > upTo ? upTo + 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void whenReadable(Runnable signal) {
        lock.lock();
        try {
            requireOpen();
            boolean readable = firstUnseen != 0 && firstUnseen <= history.published();
            if (!readable && !history.isClosed()) {
                this.signal = signal;
                return;
            }
            this.signal = null;
        } finally {
            lock.unlock();
        }
        signal.run();
    }

    /// Runs the signal, if one is waiting.
    void signal() {
        @Nullable Runnable waiting;
        lock.lock();
        try {
            waiting = signal;
            signal = null;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            try {
                waiting.run();
            } catch (RuntimeException e) {
                // One reader's bug must not stop the thread that serves all of them.
                log.atError().setCause(e).log("cursor signal failed");
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cursor is closed");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            signal = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        history.forget(this);
    }
}
