package dev.hanse.bench.storage;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Durable puts of new keys, 1 KiB each, from few and from many writers.
final class Puts implements Measurement {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int WARM_UP_WRITERS = 64;

    private final Values values = new Values();
    private final Keys keys = new Keys("configmaps");
    private final AtomicLong numbers = new AtomicLong();

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
        try (var store = bench.open()) {
            var _ = Load.run(WARM_UP_WRITERS, WARM_UP, (_, _) -> put(store));
            for (int writers : new int[] {1, 16, 256}) {
                var text = "durable 1 KiB puts, writers: " + writers;
                bench.measureWrites("puts_" + writers, text, writers, (_, _) -> put(store));
            }
            bench.reportMemory("puts");
        }
    }

    private void put(Store store) {
        long number = numbers.getAndIncrement();
        var _ = store.put(keys.of(number), values.of(number));
    }
}
