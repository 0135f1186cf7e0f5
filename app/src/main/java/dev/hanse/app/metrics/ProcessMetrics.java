package dev.hanse.app.metrics;

import dev.hanse.app.metrics.Metric.Kind;
import dev.hanse.app.metrics.Metric.Sample;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The process and its Java machine, under the names that Prometheus' client libraries use, so that
/// ready-made dashboards fit.
final class ProcessMetrics {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private ProcessMetrics() {}

    static List<Metric> now() {
        var found = new ArrayList<Metric>();
        addProcess(found);
        addMemory(found);
        addThreads(found);
        addCollectors(found);
        return List.copyOf(found);
    }

    private static void addProcess(List<Metric> found) {
        found.add(
                Metric.gauge(
                        "process_start_time_seconds",
                        "Start time of the process since unix epoch in seconds.",
                        ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(
                        used ->
                                found.add(
                                        Metric.counter(
                                                "process_cpu_seconds_total",
                                                "User and system CPU time spent.",
                                                used.toNanos() / NANOS_PER_SECOND)));
        addFromLinux(found);
    }

    /// What only Linux tells; left out elsewhere.
    private static void addFromLinux(List<Metric> found) {
        if (!Files.isReadable(STATUS)) {
            return;
        }
        try (var lines = Files.lines(STATUS);
                var descriptors = Files.list(DESCRIPTORS)) {
            lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .forEach(
                            bytes ->
                                    found.add(
                                            Metric.gauge(
                                                    "process_resident_memory_bytes",
                                                    "Resident memory size in bytes.",
                                                    (double) bytes)));
            found.add(
                    Metric.gauge(
                            "process_open_fds",
                            "Number of open file descriptors.",
                            (double) descriptors.count()));
        } catch (IOException e) {
            // Figures that are missing say by themselves that they could not be had.
            return;
        }
    }

    private static void addMemory(List<Metric> found) {
        found.add(
                memory(
                        "jvm_memory_used_bytes",
                        "Used bytes of a memory area.",
                        MemoryUsage::getUsed));
        found.add(
                memory(
                        "jvm_memory_committed_bytes",
                        "Committed bytes of a memory area.",
                        MemoryUsage::getCommitted));
        found.add(
                memory(
                        "jvm_memory_max_bytes",
                        "Maximum bytes of a memory area, -1 if unknown.",
                        MemoryUsage::getMax));
    }

    private static Metric memory(String name, String help, ToDoubleFunction<MemoryUsage> figure) {
        var memory = ManagementFactory.getMemoryMXBean();
        return new Metric(
                name,
                Kind.GAUGE,
                help,
                List.of(
                        new Sample(
                                "",
                                Map.of("area", "heap"),
                                figure.applyAsDouble(memory.getHeapMemoryUsage())),
                        new Sample(
                                "",
                                Map.of("area", "nonheap"),
                                figure.applyAsDouble(memory.getNonHeapMemoryUsage()))));
    }

    private static void addThreads(List<Metric> found) {
        found.add(
                Metric.gauge(
                        "jvm_threads_current",
                        "Platform threads; virtual ones are not counted.",
                        ManagementFactory.getThreadMXBean().getThreadCount()));
    }

    private static void addCollectors(List<Metric> found) {
        var samples = new ArrayList<Sample>();
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            var labels = Map.of("gc", collector.getName());
            samples.add(new Sample("_count", labels, (double) collector.getCollectionCount()));
            samples.add(new Sample("_sum", labels, seconds(collector)));
        }
        found.add(
                new Metric(
                        "jvm_gc_collection_seconds",
                        Kind.SUMMARY,
                        "Time spent in a garbage collector.",
                        samples));
    }

    private static double seconds(GarbageCollectorMXBean collector) {
        return collector.getCollectionTime() / MILLIS_PER_SECOND;
    }
}
