package dev.hanse.bench.storage;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// What an API server writes: objects that must not exist yet, and new versions of objects that
/// must not have changed.
final class ConditionalWrites implements Measurement {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int WARM_UP_WRITERS = 64;
    private static final int MOST_WRITERS = 256;
    private static final int KEYS_PER_WRITER = 200;

    private final Values values = new Values();
    private final Keys created = new Keys("secrets");
    private final Keys replaced = new Keys("configmaps");
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLongArray revisions = new AtomicLongArray(MOST_WRITERS * KEYS_PER_WRITER);

    @Override
    public String name() {
        return "conditional";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.of(Subject.EMBEDDED, Subject.ETCD, Subject.RAW_ETCD);
    }

    @Override
    public void run(Bench bench) {
        try (var store = bench.open()) {
            var _ = Load.run(WARM_UP_WRITERS, WARM_UP, (_, _) -> create(store));
            for (int writers : new int[] {1, 16, MOST_WRITERS}) {
                bench.measureWrites(
                        "creates_" + writers,
                        "conditional creates, writers: " + writers,
                        writers,
                        (_, _) -> create(store));
            }
            // The first turn of each key creates it.
            var _ = Load.run(MOST_WRITERS, WARM_UP, (writer, n) -> replace(store, writer, n));
            for (int writers : new int[] {1, 16, MOST_WRITERS}) {
                bench.measureWrites(
                        "updates_" + writers,
                        "conditional updates, writers: " + writers,
                        writers,
                        (writer, n) -> replace(store, writer, n));
            }
            bench.reportMemory("conditional");
        }
    }

    private void create(Store store) {
        long number = numbers.getAndIncrement();
        var _ = store.create(created.of(number), values.of(number));
    }

    /// Each writer has keys of its own, so that nobody comes in between.
    private void replace(Store store, int writer, long number) {
        int key = writer * KEYS_PER_WRITER + (int) (number % KEYS_PER_WRITER);
        revisions.set(key, store.replace(replaced.of(key), revisions.get(key), values.of(number)));
    }
}
