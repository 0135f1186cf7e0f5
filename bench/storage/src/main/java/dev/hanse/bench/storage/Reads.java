package dev.hanse.bench.storage;

import dev.hanse.storage.Range;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Linearizable reads of the newest values of a store that holds many keys: one, ten in a row, and
/// a hundred thousand in a row.
final class Reads implements Measurement {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int READERS = 16;
    private static final int LONG_RANGE = 100_000;

    private final Values values = new Values();
    private final Keys keys = new Keys("configmaps");

    @Override
    public String name() {
        return "reads";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.complementOf(EnumSet.of(Subject.DISK));
    }

    @Override
    public boolean isRepeated() {
        return false;
    }

    @Override
    public void run(Bench bench) {
        long count = bench.settings().keys();
        try (var store = bench.open()) {
            long start = System.nanoTime();
            Loader.load(store, keys, count, values::of);
            double seconds = (System.nanoTime() - start) / 1e9;
            bench.report("load", "keys loaded, 100 a transaction", "/s", count / seconds);
            bench.settle();
            Load.Call one = (_, _) -> read(store, count, 1);
            Load.Call ten = (_, _) -> read(store, count, 10);
            var _ = Load.run(READERS, WARM_UP, one);
            var _ = Load.run(READERS, WARM_UP, ten);
            bench.measureReads("read", "point read, readers: 1", 1, one);
            bench.measureReads("read_16", "point read, readers: " + READERS, READERS, one);
            bench.measureReads("range_10", "ten-key range, readers: 1", 1, ten);
            bench.measureReads("range_10_16", "ten-key range, readers: " + READERS, READERS, ten);
            int many = (int) Math.min(count, LONG_RANGE);
            Load.Call hundredThousand = (_, _) -> read(store, count, many);
            hundredThousand.make(0, 0);
            bench.measureReads("range_100000", "range of %,d".formatted(many), 1, hundredThousand);
            bench.reportMemory("reads");
        }
    }

    private void read(Store store, long count, int length) {
        long first = ThreadLocalRandom.current().nextLong(count - length + 1);
        int found = store.read(new Range(keys.of(first), keys.of(first + length)), length);
        if (found != length) {
            throw new IllegalStateException("read %d of %d".formatted(found, length));
        }
    }
}
