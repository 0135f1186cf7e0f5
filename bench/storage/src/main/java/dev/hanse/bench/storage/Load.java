package dev.hanse.bench.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/// Callers on virtual threads, each of which makes its next call when the last one has returned.
final class Load {

    /// One call.
    interface Call {

        /// @param caller from zero on
        /// @param number how many calls this caller made before
        void make(int caller, long number);
    }

    /// @param latency in nanoseconds
    record Outcome(Histogram latency, double seconds) {

        long count() {
            return latency.getTotalCount();
        }

        double perSecond() {
            return count() / seconds;
        }

        double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1e6;
        }
    }

    private static final long LONGEST_NANOS = 60_000_000_000L;

    private Load() {}

    static Outcome run(int callers, Duration duration, Call call) {
        var start = System.nanoTime();
        var end = start + duration.toNanos();
        var tasks = new ArrayList<Callable<Histogram>>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            tasks.add(() -> callUntil(end, caller, call));
        }
        var latency = histogram();
        all(tasks).forEach(latency::add);
        return new Outcome(latency, (System.nanoTime() - start) / 1e9);
    }

    private static Histogram callUntil(long end, int caller, Call call) {
        var latency = histogram();
        long now = System.nanoTime();
        for (long number = 0; now < end; number++) {
            call.make(caller, number);
            long after = System.nanoTime();
            latency.recordValue(Math.min(LONGEST_NANOS, after - now));
            now = after;
        }
        return latency;
    }

    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, 2);
    }

    /// Runs the tasks side by side and returns when all have ended.
    static <T> List<T> all(List<Callable<T>> tasks) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            var running = new ArrayList<Future<T>>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            for (var task : running) {
                results.add(task.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
