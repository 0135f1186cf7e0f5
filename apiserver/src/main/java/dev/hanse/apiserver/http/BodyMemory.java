package dev.hanse.apiserver.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds what the bodies of all requests together take of the heap, however many are sent.
///
/// Bodies are kept while they arrive, and become trees of many times their size when they are read.
/// Who arrives when there is no room is turned away; who wants to be read waits until others are
/// done. Small bodies, which nearly all are, do not wait. Thread-safe.
final class BodyMemory {

    private static final int ARRIVING_PART = 8;

    /// A tree of many small objects is about 30 times as large as its text, and is copied.
    private static final int READING_PART = 256;

    private static final int SMALL = 16 * 1024;

    private final long arrivingLimit;
    private final int readingLimit;
    private final AtomicLong arriving = new AtomicLong();
    private final Semaphore reading;

    /// @param largest body that is taken
    BodyMemory(long heap, int largest) {
        this.arrivingLimit = Math.max(heap / ARRIVING_PART, largest);
        this.readingLimit =
                (int) Math.min(Integer.MAX_VALUE, Math.max(heap / READING_PART, largest));
        this.reading = new Semaphore(readingLimit, true);
    }

    /// Takes room for more of a body; [#left] gives it back.
    ///
    /// @return false when there is none
    boolean arrive(int bytes) {
        if (arriving.addAndGet(bytes) <= arrivingLimit) {
            return true;
        }
        left(bytes);
        return false;
    }

    void left(int bytes) {
        arriving.addAndGet(-bytes);
    }

    /// Does `work`, for which a body of so many bytes is read, when there is room for that.
    void read(int bytes, Runnable work) {
        if (bytes <= SMALL) {
            work.run();
            return;
        }
        int permits = Math.min(bytes, readingLimit);
        reading.acquireUninterruptibly(permits);
        try {
            work.run();
        } finally {
            reading.release(permits);
        }
    }
}
