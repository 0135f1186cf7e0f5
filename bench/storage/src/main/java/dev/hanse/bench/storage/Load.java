package dev.hanse.bench.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/// Callers on virtual threads, each of which makes its next call when the last one has returned.
final class Load {

    /// @param latency in nanoseconds
    record Outcome(Histogram latency, double seconds) {

        double perSecond() {
            return latency.getTotalCount() / seconds;
        }

        double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1e6;
        }
    }

    private static final long LONGEST_NANOS = 60_000_000_000L;

    private Load() {}

    /// @param call gets a number that no other call gets
    static Outcome run(int callers, Duration duration, AtomicLong numbers, LongConsumer call) {
        var start = System.nanoTime();
        var end = start + duration.toNanos();
        var latency = new Histogram(LONGEST_NANOS, 2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Histogram>>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> callUntil(end, numbers, call)));
            }
            for (var caller : running) {
                latency.add(caller.get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return new Outcome(latency, (System.nanoTime() - start) / 1e9);
    }

    private static Histogram callUntil(long end, AtomicLong numbers, LongConsumer call) {
        var latency = new Histogram(LONGEST_NANOS, 2);
        long now = System.nanoTime();
        while (now < end) {
            call.accept(numbers.getAndIncrement());
            long after = System.nanoTime();
            latency.recordValue(Math.min(LONGEST_NANOS, after - now));
            now = after;
        }
        return latency;
    }
}
