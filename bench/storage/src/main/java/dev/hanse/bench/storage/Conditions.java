package dev.hanse.bench.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.rocksdb.RocksDB;

/// Under what circumstances a run took place. Figures without them mean nothing.
///
/// @param loadBefore processes that wanted a core in the minute before, of anybody: far above zero
///   means that the machine was shared and only ratios within the run can be trusted
record Conditions(
        String date,
        String commit,
        int cores,
        long memoryMiB,
        String jdk,
        String system,
        String rocksdb,
        String etcd,
        double loadBefore) {

    static Conditions now(String commit) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return new Conditions(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                commit,
                Runtime.getRuntime().availableProcessors(),
                totalMemoryMiB(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                rocksdbVersion(),
                EtcdServer.binary().map(Conditions::version).orElse("none"),
                system.getSystemLoadAverage());
    }

    private static String rocksdbVersion() {
        RocksDB.loadLibrary();
        return RocksDB.rocksdbVersion().toString();
    }

    private static String version(Path binary) {
        try {
            var process = new ProcessBuilder(binary.toString(), "--version").start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").replace("etcd Version: ", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long totalMemoryMiB() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
