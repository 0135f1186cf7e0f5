package dev.hanse.apiserver.flow;

import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.machinery.object.GoDuration;
import dev.hanse.machinery.status.ApiException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Ends requests that take longer than they may.
///
/// A request is one thread from its first step to its last, so its deadline is an interrupt of that
/// thread: whatever it waits for (storage, a webhook, its turn) gives up, as all of them promise to
/// do. Thread-safe.
public final class Deadlines implements AutoCloseable {

    private final Duration longest;
    private final ScheduledThreadPoolExecutor timer;

    /// @param longest what requests get that ask for none, or for a longer time
    public Deadlines(Duration longest) {
        this.longest = longest;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("deadlines").factory());
        // Nearly all requests are over long before; their entries must not pile up.
        timer.setRemoveOnCancelPolicy(true);
    }

    /// How long a request may take. Long-running ones have a `timeoutSeconds` of their own.
    ///
    /// @throws ApiException 400 when `timeout` is no duration
    public Duration of(RequestInfo info, Query query) {
        var asked = query.first("timeout");
        if (asked.isEmpty() || LongRunning.is(info)) {
            return longest;
        }
        try {
            var timeout = GoDuration.parse(asked);
            return timeout.isPositive() && timeout.compareTo(longest) < 0 ? timeout : longest;
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "invalid timeout specified in the request URL - " + e.getMessage());
        }
    }

    /// Runs `work` on this thread.
    ///
    /// @throws ApiException 504 when it was still not done after `timeout`
    public <T> T within(Duration timeout, RequestInfo info, Supplier<T> work) {
        if (LongRunning.is(info)) {
            return work.get();
        }
        var alarm = new Alarm(Thread.currentThread());
        var pending = timer.schedule(alarm::ring, timeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw alarm.hasRung() ? expired(e) : e;
        } finally {
            pending.cancel(false);
            alarm.turnOff();
        }
    }

    private static ApiException expired(RuntimeException cause) {
        var timeout =
                ApiException.timeout(
                        "request did not complete within requested timeout - context deadline"
                                + " exceeded");
        return new ApiException(timeout.status(), cause.toString(), cause);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// Interrupts one thread, at most once, and never after it was turned off.
    private static final class Alarm {
        private final ReentrantLock lock = new ReentrantLock();
        private final Thread thread;
        private boolean off;
        private boolean rung;

        Alarm(Thread thread) {
            this.thread = thread;
        }

        void ring() {
            lock.lock();
            try {
                if (!off) {
                    rung = true;
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        boolean hasRung() {
            lock.lock();
            try {
                return rung;
            } finally {
                lock.unlock();
            }
        }

        /// Also takes back the interrupt, which nobody else should meet.
        void turnOff() {
            lock.lock();
            try {
                off = true;
                if (rung) {
                    Thread.interrupted();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
