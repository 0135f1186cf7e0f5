package dev.hanse.bench.storage;

import dev.hanse.storage.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// How long a store with many keys takes to open, after it was killed and after it was closed, and
/// how much memory it then needs. Filling and opening are processes of their own.
final class Starts implements Measurement {

    private static final int MILLION = 1_000_000;

    /// The processes that this measurement consists of.
    static final List<Measurement> STEPS =
            List.of(new Fill(), new Open("after a kill"), new Open("after a close"));

    @Override
    public String name() {
        return "starts";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.of(Subject.EMBEDDED, Subject.ETCD, Subject.RAW_ETCD);
    }

    @Override
    public boolean isRepeated() {
        return false;
    }

    @Override
    public void run(Bench bench) {
        var options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        int most = bench.settings().keys();
        try (var fork = new Fork(options, bench.directory())) {
            IntStream.of(0, Math.min(MILLION, most), most)
                    .distinct()
                    .forEach(keys -> run(fork, bench, keys));
        }
    }

    private static void run(Fork fork, Bench bench, int keys) {
        var directory = bench.directory().resolve("keys-" + keys);
        try {
            Files.createDirectories(directory);
            for (var step : STEPS) {
                var settings = bench.settings().withKeys(keys);
                fork.measure(step, bench.subject(), settings, directory).stream()
                        .map(Figure::line)
                        .forEach(System.out::println);
            }
            Fork.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Fills a store and crashes.
    private record Fill() implements Measurement {

        @Override
        public String name() {
            return "fill";
        }

        @Override
        public Set<Subject> subjects() {
            return Set.of();
        }

        @Override
        public void run(Bench bench) {
            var values = new Values();
            var store = bench.open();
            Loader.load(store, new Keys("configmaps"), bench.settings().keys(), values::of);
            bench.crash();
        }
    }

    /// Opens a store, reads one key, and closes it.
    private record Open(String after) implements Measurement {

        private static final Duration IDLE = Duration.ofSeconds(3);

        @Override
        public String name() {
            return "open " + after;
        }

        @Override
        public Set<Subject> subjects() {
            return Set.of();
        }

        @Override
        public void run(Bench bench) {
            int keys = bench.settings().keys();
            var key = new Keys("configmaps").of(keys / 2);
            long start = System.nanoTime();
            try (var store = bench.open()) {
                int found = store.read(Range.key(key), 1);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (found != Math.min(1, keys)) {
                    throw new IllegalStateException("key not found");
                }
                var id = "start_%d_%s".formatted(keys, after.replace(' ', '_'));
                bench.report(id, "start with %,d keys %s".formatted(keys, after), "s", seconds);
                Pause.of(IDLE);
                bench.reportMemory(id);
            }
        }
    }
}
