package dev.hanse.machinery.reconcile;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keys that wait for a worker. Thread-safe.
///
/// A key waits at most once, is worked on by one worker at a time, and when it is added meanwhile
/// it waits again afterwards. Keys belong to lanes; lanes take turns, so a thousand keys of one
/// lane delay another lane by one key each turn.
final class WorkQueue<K> {

    private record Delayed<K>(K key, long dueNanos, long number) {}

    private final Function<K, ?> lane;
    private final Backoff backoff;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, Queue<K>> lanes = new LinkedHashMap<>();
    private final Set<K> waiting = new HashSet<>();
    private final Set<K> running = new HashSet<>();
    private final NavigableSet<Delayed<K>> delayed =
            new TreeSet<>(
                    Comparator.<Delayed<K>>comparingLong(Delayed::dueNanos)
                            .thenComparingLong(Delayed::number));
    private final Map<K, Delayed<K>> delayedByKey = new HashMap<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private long delayCount;
    private boolean closed;

    WorkQueue(Function<K, ?> lane, Backoff backoff, LongSupplier nanos) {
        this.lane = lane;
        this.backoff = backoff;
        this.nanos = nanos;
    }

    void add(K key) {
        lock.lock();
        try {
            makeReady(key);
        } finally {
            lock.unlock();
        }
    }

    /// Adds the key later, instead of any other time it was to be added later.
    void addAfter(K key, Duration delay) {
        lock.lock();
        try {
            forgetDelay(key);
            var entry = new Delayed<>(key, nanos.getAsLong() + delay.toNanos(), delayCount++);
            delayed.add(entry);
            delayedByKey.put(key, entry);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a key and hands it to the caller, who must give it back with [#succeeded] or
    /// [#failed]; null when the queue is closed.
    @Nullable K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long wait = releaseDue();
                if (!lanes.isEmpty()) {
                    return next();
                }
                if (wait == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    changed.awaitNanos(wait);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void succeeded(K key) {
        lock.lock();
        try {
            failures.remove(key);
            release(key);
        } finally {
            lock.unlock();
        }
    }

    /// Gives the key back to be tried again.
    ///
    /// @return when that will be
    Duration failed(K key) {
        lock.lock();
        try {
            var delay = backoff.after(failures.merge(key, 1, Integer::sum));
            release(key);
            addAfter(key, delay);
            return delay;
        } finally {
            lock.unlock();
        }
    }

    /// Lets every waiting and future [#take] return null.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void makeReady(K key) {
        if (waiting.add(key) && !running.contains(key)) {
            enter(key);
        }
    }

    private void enter(K key) {
        lanes.computeIfAbsent(lane.apply(key), _ -> new ArrayDeque<>()).add(key);
        changed.signal();
    }

    private K next() {
        var first = lanes.entrySet().iterator().next();
        var keys = first.getValue();
        lanes.remove(first.getKey());
        var key = keys.remove();
        if (!keys.isEmpty()) {
            lanes.put(first.getKey(), keys);
        }
        waiting.remove(key);
        running.add(key);
        // What comes out of this turn decides when the next one is.
        forgetDelay(key);
        return key;
    }

    private void release(K key) {
        running.remove(key);
        if (waiting.contains(key)) {
            enter(key);
        }
    }

    /// Makes delayed keys ready that are due.
    ///
    /// @return nanoseconds until the next one, or the largest long when none is left
    private long releaseDue() {
        while (!delayed.isEmpty()) {
            var first = delayed.first();
            long wait = first.dueNanos() - nanos.getAsLong();
            if (wait > 0) {
                return wait;
            }
            forgetDelay(first.key());
            makeReady(first.key());
        }
        return Long.MAX_VALUE;
    }

    private void forgetDelay(K key) {
        var entry = delayedByKey.remove(key);
        if (entry != null) {
            delayed.remove(entry);
        }
    }
}
