package dev.hanse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

    /// As [#closed], after as many requests that are not measured: figures shall be those of
    /// compiled code.
    Outcome warmed(int clients, int operations, Operation operation) {
        var warmUp = closed(clients, operations, operation);
        int done = Math.toIntExact(warmUp.latency().getTotalCount());
        return closed(clients, operations, number -> operation.run(done + number));
    }

    /// Each client sends its next request as soon as it has the answer to the last one.
    Outcome closed(int clients, int operations, Operation operation) {
        var deadline = System.nanoTime() + limit.toNanos();
        return measured(
                clients,
                operations,
                (number, latency) -> {
                    var now = System.nanoTime();
                    if (now < deadline) {
                        one(operation, number, now, latency);
                    }
                });
    }

    /// As above, but until all is done, however long it takes.
    Outcome all(int clients, int operations, Operation operation) {
        return measured(
                clients,
                operations,
                (number, latency) -> one(operation, number, System.nanoTime(), latency));
    }

    /// Requests start when they are due, if one of the clients is free; latency counts from when
    /// they were due all the same, so that a stall of the server shows in every request it delays.
    Outcome paced(int clients, double perSecond, int operations, Operation operation) {
        var start = System.nanoTime();
        return measured(
                clients,
                Math.min(operations, (int) (perSecond * limit.toSeconds())),
                (number, latency) -> {
                    var due = start + (long) (number / perSecond * 1e9);
                    var early = due - System.nanoTime();
                    if (early > 0) {
                        Pause.of(Duration.ofNanos(early));
                    }
                    one(operation, number, due, latency);
                });
    }

    private interface Work {

        void run(int number, Histogram latency);
    }

    private Outcome measured(int clients, int operations, Work work) {
        var latency = new ConcurrentHistogram(LONGEST_MICROS, 3);
        var next = new AtomicInteger();
        Runnable client =
                () -> {
                    int number;
                    while ((number = next.getAndIncrement()) < operations) {
                        work.run(number, latency);
                    }
                };
        var cpu = server.cpuSeconds();
        var start = System.nanoTime();
        runAll(Collections.nCopies(clients, client));
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
