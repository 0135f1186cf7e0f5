package dev.hanse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Puts load on a server and records how long each operation took.
final class Load {

    /// One request; its number makes names unique.
    interface Operation {

        Answer run(int number);
    }

    /// @param latency in microseconds
    /// @param serverCpu core seconds the server used meanwhile
    record Outcome(Histogram latency, double seconds, double serverCpu) {

        double perSecond() {
            return latency.getTotalCount() / seconds;
        }

        double perServerCore() {
            return latency.getTotalCount() / serverCpu;
        }

        double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    private static final long LONGEST_MICROS = 60_000_000;

    private final ServerProcess server;
    private final Failures failures;
    private final Duration limit;

    /// @param limit after which a phase ends, whatever it has done by then
    Load(ServerProcess server, Failures failures, Duration limit) {
        this.server = server;
        this.failures = failures;
        this.limit = limit;
    }

    /// Each client sends its next request as soon as it has the answer to the last one.
    Outcome closed(int clients, int operations, Operation operation) {
        var next = new AtomicInteger();
        var deadline = System.nanoTime() + limit.toNanos();
        return measured(
                latency -> {
                    var tasks = new ArrayList<Runnable>();
                    for (int i = 0; i < clients; i++) {
                        tasks.add(
                                () -> {
                                    int number;
                                    while ((number = next.getAndIncrement()) < operations
                                            && System.nanoTime() < deadline) {
                                        one(operation, number, System.nanoTime(), latency);
                                    }
                                });
                    }
                    runAll(tasks);
                });
    }

    /// Requests start when they are due, whether or not earlier ones were answered; latency counts
    /// from then, so that a stall of the server shows in every request it delays.
    Outcome paced(double perSecond, int operations, Operation operation) {
        var count = Math.min(operations, (int) (perSecond * limit.toSeconds()));
        return measured(
                latency -> {
                    var start = System.nanoTime();
                    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                        var running = new ArrayList<Future<?>>();
                        for (int i = 0; i < count; i++) {
                            var number = i;
                            var due = start + (long) (i / perSecond * 1e9);
                            var early = due - System.nanoTime();
                            if (early > 0) {
                                Pause.of(Duration.ofNanos(early));
                            }
                            running.add(threads.submit(() -> one(operation, number, due, latency)));
                        }
                        running.forEach(Load::await);
                    }
                });
    }

    private interface Work {

        void run(Histogram latency);
    }

    private Outcome measured(Work work) {
        var latency = new ConcurrentHistogram(LONGEST_MICROS, 3);
        var cpu = server.cpuSeconds();
        var start = System.nanoTime();
        work.run(latency);
        var seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(latency, seconds, server.cpuSeconds() - cpu);
    }

    private void one(Operation operation, int number, long due, Histogram latency) {
        var answer = operation.run(number);
        latency.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1_000));
        if (!answer.isGood()) {
            failures.add(answer);
        }
    }

    /// Runs the tasks side by side and returns when all have ended.
    static void runAll(List<Runnable> tasks) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            running.forEach(Load::await);
        }
    }

    private static void await(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
