package dev.hanse.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;

/// How long a watcher waits for an event, and what a watch costs that has nothing to say.
///
/// Latency counts from the moment the write was *sent*: it contains the write itself and is
/// therefore an upper bound of commit to event.
record WatchScenario() implements Scenario {

    private static final String NAMESPACES = Bodies.WORKSPACE + "/api/v1/namespaces";
    private static final String COLLECTION = NAMESPACES + "/watched/configmaps";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(20);
    private static final int MANY = 10_000;
    private static final int PACED_WATCHERS = 1_000;
    private static final int WRITES_PER_SECOND = 100;
    private static final int PACED_SECONDS = 10;

    @Override
    public String name() {
        return "watches";
    }

    @Override
    public void run(Plane plane) {
        var _ = plane.api().post(NAMESPACES, Bodies.namespace("watched")).orFail("namespace");
        latency(plane, 1, 300, Measure.WATCH_1_P50, Measure.WATCH_1_P99);
        latency(plane, 100, 100, Measure.WATCH_100_P50, Measure.WATCH_100_P99);
        latency(plane, 1_000, 50, Measure.WATCH_1000_P50, Measure.WATCH_1000_P99);
        if (plane.settings().watches() >= MANY) {
            latency(plane, MANY, 20, Measure.WATCH_10000_P50, Measure.WATCH_10000_P99);
        }
        paced(plane);
        idle(plane);
    }

    private static void latency(Plane plane, int watchers, int writes, Measure p50, Measure p99) {
        var micros = deliver(plane, "of-" + watchers + "-", watchers, writes);
        plane.figures().put(p50, micros.getValueAtPercentile(50) / 1_000.0);
        plane.figures().put(p99, micros.getValueAtPercentile(99) / 1_000.0);
    }

    /// A collection that changes all the time and that every controller of a large fleet watches.
    private static void paced(Plane plane) {
        long seconds = Math.min(PACED_SECONDS, plane.settings().phaseLimit().toSeconds());
        int writes = Math.toIntExact(WRITES_PER_SECOND * seconds);
        var sent = new AtomicLongArray(writes);
        var micros = new ConcurrentHistogram(3);
        var expected = new CountDownLatch(PACED_WATCHERS * writes);
        try (var _ = watchers(plane, PACED_WATCHERS, "paced-", sent, micros, expected)) {
            var start = System.nanoTime();
            var cpu = plane.server().cpuSeconds();
            var _ =
                    plane.load()
                            .paced(
                                    plane.settings().clients(),
                                    WRITES_PER_SECOND,
                                    writes,
                                    i -> {
                                        sent.set(i, System.nanoTime());
                                        var body = Bodies.configMap("paced-" + i, i);
                                        return plane.api().post(COLLECTION, body);
                                    });
            await(expected);
            var took = (System.nanoTime() - start) / 1e9;
            var events = micros.getTotalCount();
            var used = plane.server().cpuSeconds() - cpu;
            plane.figures().put(Measure.WATCH_PACED_RATE, events / took);
            plane.figures().put(Measure.WATCH_PACED_CPU, used * 1e6 / events);
        }
        plane.figures().put(Measure.WATCH_PACED_P50, micros.getValueAtPercentile(50) / 1_000.0);
        plane.figures().put(Measure.WATCH_PACED_P99, micros.getValueAtPercentile(99) / 1_000.0);
        plane.figures().add(Measure.LOST_EVENTS, (double) expected.getCount());
    }

    private static Plane.Watches watchers(
            Plane plane,
            int count,
            String prefix,
            AtomicLongArray sent,
            ConcurrentHistogram micros,
            CountDownLatch expected) {
        return plane.watch(
                count,
                watchFromNow(plane),
                event -> {
                    var number = Bodies.numberIn(event, prefix);
                    if (number >= 0) {
                        micros.recordValue((System.nanoTime() - sent.get(number)) / 1_000);
                        expected.countDown();
                    }
                });
    }

    /// A watch is held when it still delivers: after all are open, one write must reach every one.
    private static void idle(Plane plane) {
        var watchers = plane.settings().watches();
        var received = new CountDownLatch(watchers);
        var before = plane.server().residentMiB();
        var path = watchFromNow(plane);
        try (var _ =
                plane.watch(
                        watchers,
                        path,
                        event -> {
                            if (Bodies.numberIn(event, "idle-") >= 0) {
                                received.countDown();
                            }
                        })) {
            var after = plane.server().residentMiB();
            var _ = plane.api().post(COLLECTION, Bodies.configMap("idle-0", 0)).orFail("create");
            await(received);
            var held = watchers - received.getCount();
            plane.figures().put(Measure.WATCHES_HELD, (double) held);
            plane.figures().put(Measure.WATCH_MEMORY, (after - before) * 1024 / watchers);
            plane.figures().add(Measure.LOST_EVENTS, (double) received.getCount());
        }
    }

    private static ConcurrentHistogram deliver(
            Plane plane, String prefix, int watchers, int writes) {
        var sent = new AtomicLongArray(writes);
        var micros = new ConcurrentHistogram(3);
        var expected = new CountDownLatch(watchers * writes);
        try (var _ = watchers(plane, watchers, prefix, sent, micros, expected)) {
            for (int i = 0; i < writes; i++) {
                sent.set(i, System.nanoTime());
                var answer = plane.api().post(COLLECTION, Bodies.configMap(prefix + i, i));
                var _ = answer.orFail("create");
                // So that a write's events have left before the next one is sent.
                Pause.of(BETWEEN_WRITES.plusNanos(watchers * 50_000L));
            }
            await(expected);
        }
        plane.figures().add(Measure.LOST_EVENTS, (double) expected.getCount());
        return micros;
    }

    private static String watchFromNow(Plane plane) {
        var now = Bodies.resourceVersionOf(plane.api().get(COLLECTION + "?limit=1"));
        return COLLECTION + "?watch=true&resourceVersion=" + now;
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
