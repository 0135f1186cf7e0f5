package dev.hanse.app.storage;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A scan on behalf of a client, given up when the client does not take what it asked for: it may
/// have gone without a word, and the scan holds disk space. Thread-safe.
final class PatientScan implements Scan {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Scan scan;
    private final Clock clock;
    private final Runnable whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread watchdog;
    private Instant lastUse;
    private boolean closed;

    PatientScan(Scan scan, Clock clock, Runnable whenClosed) {
        this.scan = scan;
        this.clock = clock;
        this.whenClosed = whenClosed;
        this.lastUse = clock.instant();
        this.watchdog = Thread.ofVirtual().name("storage-scan").start(this::watch);
    }

    @Override
    public Revision revision() {
        return scan.revision();
    }

    @Override
    public List<Entry> next(int limit) {
        lock.lock();
        try {
            if (closed) {
                throw new UnavailableException("the client was too slow", null);
            }
            var entries = scan.next(limit);
            lastUse = clock.instant();
            return entries;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (!isForgotten()) {
                Thread.sleep(PATIENCE.dividedBy(4));
            }
            close();
        } catch (InterruptedException e) {
            // The scan was closed.
            Thread.currentThread().interrupt();
        }
    }

    private boolean isForgotten() {
        lock.lock();
        try {
            return lastUse.plus(PATIENCE).isBefore(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                watchdog.interrupt();
                scan.close();
                whenClosed.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
