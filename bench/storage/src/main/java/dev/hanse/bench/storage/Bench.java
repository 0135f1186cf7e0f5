package dev.hanse.bench.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What one measurement works with: a directory, the subject's store, and, where the subject is or
/// uses one, an etcd.
final class Bench implements AutoCloseable {

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

    /// Resident memory of this process and its etcd.
    double residentMiB() {
        return ProcessFiles.own().residentMiB() + (etcd == null ? 0 : etcd.files().residentMiB());
    }

    /// What the store occupies on disk.
    long diskBytes() {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(Bench::size).sum();
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

    void report(String id, String text, String unit, double value) {
        System.out.println(new Figure(id, text, unit, value).line());
    }

    @Override
    public void close() {
        stopEtcd();
    }
}
