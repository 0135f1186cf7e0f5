package dev.hanse.bench.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one measurement works with: a directory, the subject's store, and, where the subject is or
/// uses one, an etcd.
final class Bench implements AutoCloseable {

    private static final int MOST_SETTLING_TURNS = 120;
    private static final long QUIET_BYTES = 256 << 10;

    private final Subject subject;
    private final Settings settings;
    private final Path directory;
    private @Nullable EtcdServer etcd;

    Bench(Subject subject, Settings settings, Path directory) {
        this.subject = subject;
        this.settings = settings;
        this.directory = directory;
    }

    Subject subject() {
        return subject;
    }

    Settings settings() {
        return settings;
    }

    Path directory() {
        return directory;
    }

    /// Opens the store on what the directory holds, with an etcd if it needs one.
    Store open() {
        if (subject.usesEtcd() && etcd == null) {
            etcd = EtcdServer.start(directory);
        }
        return subject.open(directory, etcd == null ? "" : etcd.url());
    }

    /// Stops etcd and this process like a loss of power, except for what the system still has to
    /// write: nothing is closed.
    void crash() {
        if (etcd != null) {
            etcd.kill();
        }
        Runtime.getRuntime().halt(0);
    }

    /// Ends etcd, if there is one; [#open] starts it again.
    void stopEtcd() {
        if (etcd != null) {
            etcd.close();
            etcd = null;
        }
    }

    /// Core seconds used so far, by this process and its etcd.
    double cpuSeconds() {
        return ProcessFiles.own().cpuSeconds() + (etcd == null ? 0 : etcd.files().cpuSeconds());
    }

    /// Bytes sent towards the disk so far, by this process and its etcd.
    long writtenBytes() {
        return ProcessFiles.own().writtenBytes() + (etcd == null ? 0 : etcd.files().writtenBytes());
    }

    /// Resident memory of this process and its etcd; of etcd alone when this process is no more
    /// than its client.
    double residentMiB() {
        double own = subject == Subject.RAW_ETCD ? 0 : ProcessFiles.own().residentMiB();
        return own + (etcd == null ? 0 : etcd.files().residentMiB());
    }

    /// What files occupy on disk.
    long diskBytes(Predicate<Path> wanted) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).filter(wanted).mapToLong(Bench::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Files disappear while the store works; those occupy nothing.
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    /// Applies a load of writes and reports its rate, latency and cost.
    void measureWrites(String id, String text, int writers, Load.Call call) {
        double cpu = cpuSeconds();
        long written = writtenBytes();
        var load = Load.run(writers, settings.phase(), call);
        report(id, text, "/s", load.perSecond());
        reportLatency(id, load);
        report(id + "_cpu", "  CPU each", "µs", (cpuSeconds() - cpu) * 1e6 / load.count());
        report(
                id + "_written",
                "  written to disk each",
                "B",
                (double) (writtenBytes() - written) / load.count());
    }

    /// Applies a load of reads and reports its rate, latency and cost.
    void measureReads(String id, String text, int readers, Load.Call call) {
        double cpu = cpuSeconds();
        var load = Load.run(readers, settings.phase(), call);
        report(id, text, "/s", load.perSecond());
        reportLatency(id, load);
        report(id + "_cpu", "  CPU each", "µs", (cpuSeconds() - cpu) * 1e6 / load.count());
    }

    private void reportLatency(String id, Load.Outcome load) {
        report(id + "_p50", "  p50", "ms", load.millis(50));
        report(id + "_p99", "  p99", "ms", load.millis(99));
    }

    void reportMemory(String id) {
        report(id + "_rss", "  resident memory then", "MiB", residentMiB());
    }

    /// Waits until nothing is written in the background any more, or it takes too long.
    void settle() {
        long before = -1;
        long now = writtenBytes();
        for (int i = 0; i < MOST_SETTLING_TURNS && now - before > QUIET_BYTES; i++) {
            Pause.of(Duration.ofSeconds(1));
            before = now;
            now = writtenBytes();
        }
    }

    void report(String id, String text, String unit, double value) {
        System.out.println(new Figure(id, text, unit, value).line());
    }

    @Override
    public void close() {
        stopEtcd();
    }
}
