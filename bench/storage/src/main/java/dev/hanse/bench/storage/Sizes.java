package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// What an object of 1 KiB occupies on disk, after each was changed twice and its history was
/// compacted.
final class Sizes implements Measurement {

    private static final int VERSIONS = 3;
    private static final int MOST_OBJECTS = 200_000;

    private final Keys keys = new Keys("configmaps");

    @Override
    public String name() {
        return "sizes";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.of(Subject.EMBEDDED, Subject.RAW_ETCD);
    }

    @Override
    public boolean isRepeated() {
        return false;
    }

    @Override
    public void run(Bench bench) {
        long count = Math.min(bench.settings().keys(), MOST_OBJECTS);
        long bytes = 0;
        try (var store = bench.open()) {
            for (int version = 0; version < VERSIONS; version++) {
                int seed = version;
                Loader.load(store, keys, count, n -> object(n, seed));
            }
            for (long n = 0; n < count; n += 1000) {
                bytes += object(n, VERSIONS - 1).length();
            }
            store.compact();
            bench.settle();
            report(bench, "size_compacted", "on disk per object, history compacted", count);
            store.reclaim();
            bench.settle();
            report(bench, "size_reclaimed", "on disk per object, space reclaimed", count);
            bench.report(
                    "size_object", "  the object itself", "B", bytes / Math.ceil(count / 1000.0));
            bench.report(
                    "size_log",
                    "  write-ahead log besides, in all",
                    "MiB",
                    bench.diskBytes(file -> !isTable(file)) / 1048576.0);
        }
    }

    private static Bytes object(long number, int version) {
        return new KubernetesObjects(number * VERSIONS + version).next();
    }

    private static void report(Bench bench, String id, String text, long count) {
        bench.report(id, text, "B", (double) bench.diskBytes(Sizes::isTable) / count);
    }

    /// RocksDB's tables and etcd's database.
    private static boolean isTable(Path file) {
        return file.toString().endsWith(".sst") || file.endsWith("snap/db");
    }
}
