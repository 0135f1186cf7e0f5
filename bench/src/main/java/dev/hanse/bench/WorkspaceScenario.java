package dev.hanse.bench;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/// What a new tenant costs. Ready is when a watcher sees the phase, not when somebody asks for it.
record WorkspaceScenario() implements Scenario {

    private static final String COLLECTION =
            "/clusters/root/apis/tenancy.kcp.io/v1alpha1/workspaces";
    private static final int ALONE = 10;
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public String name() {
        return "workspaces";
    }

    @Override
    public void run(Plane plane) {
        var alone = new Histogram(3);
        for (int i = 0; i < ALONE; i++) {
            var one = new Birth("alone-" + i + "-", 1);
            one.create(plane, 1);
            alone.recordValue((long) (one.seconds() * 1e6));
        }
        plane.figures().put(Measure.WORKSPACE_P50, alone.getValueAtPercentile(50) / 1_000.0);

        var count = plane.settings().workspaces();
        var heap = plane.server().liveHeapMiB();
        var many = new Birth("many-", count);
        var cpu = plane.server().cpuSeconds();
        many.create(plane, plane.settings().clients());
        cpu = plane.server().cpuSeconds() - cpu;
        plane.figures().put(Measure.WORKSPACE_RATE, count / many.seconds());
        plane.figures().put(Measure.WORKSPACE_CPU, cpu / count);
        plane.figures()
                .put(Measure.WORKSPACE_HEAP, (plane.server().liveHeapMiB() - heap) * 1024 / count);
    }

    /// Some workspaces on their way from the request to Ready.
    private static final class Birth {

        private final String prefix;
        private final AtomicLongArray readyAt;
        private final CountDownLatch notReady;
        private volatile long start;

        Birth(String prefix, int count) {
            this.prefix = prefix;
            this.readyAt = new AtomicLongArray(count);
            this.notReady = new CountDownLatch(count);
        }

        void create(Plane plane, int clients) {
            var now = Bodies.resourceVersionOf(plane.api().get(COLLECTION + "?limit=1"));
            var watch = COLLECTION + "?watch=true&resourceVersion=" + now;
            try (var _ = plane.watch(1, watch, this::event)) {
                start = System.nanoTime();
                var _ =
                        plane.load()
                                .closed(
                                        clients,
                                        readyAt.length(),
                                        i ->
                                                plane.api()
                                                        .post(
                                                                COLLECTION,
                                                                Bodies.workspace(prefix + i)));
                awaitReady();
            }
        }

        private void event(String event) {
            // With its opening quote this is the status, not the label that ends in the same words.
            if (!event.contains("\"phase\":\"Ready\"")) {
                return;
            }
            var number = Bodies.numberIn(event, prefix);
            if (number >= 0 && readyAt.compareAndSet(number, 0, System.nanoTime())) {
                notReady.countDown();
            }
        }

        private void awaitReady() {
            try {
                if (!notReady.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            notReady.getCount() + " workspaces did not become Ready");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        double seconds() {
            var times = new long[readyAt.length()];
            Arrays.setAll(times, readyAt::get);
            return (Arrays.stream(times).max().orElse(start) - start) / 1e9;
        }
    }
}
