package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Durable puts of new keys, 1 KiB each, from few and from many writers.
final class Puts implements Measurement {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int WARM_UP_WRITERS = 64;
    private static final int VALUES = 4096;

    @Override
    public String name() {
        return "puts";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.complementOf(EnumSet.of(Subject.DISK));
    }

    @Override
    public void run(Bench bench) {
        var values = values();
        var numbers = new AtomicLong();
        try (var store = bench.open()) {
            var _ = Load.run(WARM_UP_WRITERS, WARM_UP, numbers, n -> put(store, values, n));
            for (int writers : new int[] {1, 16, 256}) {
                measure(bench, store, writers, values, numbers);
            }
            bench.report("puts_rss", "  resident memory after it", "MiB", bench.residentMiB());
        }
    }

    private static void measure(
            Bench bench, Store store, int writers, Bytes[] values, AtomicLong numbers) {
        double cpu = bench.cpuSeconds();
        long written = bench.writtenBytes();
        var load = Load.run(writers, bench.settings().phase(), numbers, n -> put(store, values, n));
        long count = load.latency().getTotalCount();
        var id = "puts_" + writers;
        bench.report(
                id, "durable 1 KiB puts, %d writers".formatted(writers), "/s", load.perSecond());
        bench.report(id + "_p50", "  p50", "ms", load.millis(50));
        bench.report(id + "_p99", "  p99", "ms", load.millis(99));
        bench.report(id + "_cpu", "  CPU per put", "µs", (bench.cpuSeconds() - cpu) * 1e6 / count);
        bench.report(
                id + "_written",
                "  written to disk per put",
                "B",
                (double) (bench.writtenBytes() - written) / count);
    }

    private static void put(Store store, Bytes[] values, long number) {
        var _ = store.put(Keys.of("configmaps", number), values[(int) (number % VALUES)]);
    }

    private static Bytes[] values() {
        var objects = new KubernetesObjects(1);
        return Stream.generate(objects::next).limit(VALUES).toArray(Bytes[]::new);
    }
}
