package dev.hanse.bench.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs measurements in processes like the server's: the same JVM, with the launcher's options.
final class Fork implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final List<String> jvmOptions;
    private final Path root;
    private final Thread end = new Thread(this::end);
    private volatile @Nullable Process running;

    /// @param root where directories for measurements are made; deleted in the end
    Fork(List<String> jvmOptions, Path root) {
        this.jvmOptions = List.copyOf(jvmOptions);
        this.root = root;
        Runtime.getRuntime().addShutdownHook(end);
    }

    /// @return what the process printed before it ended, be it well or not
    List<Figure> measure(Measurement measurement, Subject subject, Settings settings)
            throws IOException {
        var directory = Files.createTempDirectory(root, subject.name() + "-");
        try {
            return measure(measurement, subject, settings, directory);
        } finally {
            delete(directory);
        }
    }

    /// Leaves behind what the measurement left in `directory`.
    List<Figure> measure(
            Measurement measurement, Subject subject, Settings settings, Path directory)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        command.addAll(Child.arguments(measurement, subject, directory, settings));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        running = process;
        try {
            var _ =
                    process.onExit()
                            .orTimeout(LIMIT.toMinutes(), TimeUnit.MINUTES)
                            .exceptionally(_ -> giveUp(process));
            var figures = figures(process);
            awaitEnd(process);
            return figures;
        } finally {
            destroy(process);
        }
    }

    private static List<Figure> figures(Process process) throws IOException {
        var figures = new ArrayList<Figure>();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                Figure.parse(line).ifPresent(figures::add);
            }
        }
        return figures;
    }

    private static void awaitEnd(Process process) throws IOException {
        try {
            int code = process.waitFor();
            if (code != 0) {
                System.err.println("ended with code " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static Process giveUp(Process process) {
        System.err.println("gave up after " + LIMIT);
        destroy(process);
        return process;
    }

    /// With its etcd, which a killed process cannot end.
    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Also when somebody has had enough and interrupts the program.
    private void end() {
        var process = running;
        if (process != null) {
            destroy(process);
        }
        try {
            delete(root);
        } catch (IOException e) {
            System.err.println("not all deleted: " + e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(end);
        end();
    }

    /// @param directory may be gone already: a measurement may clean up after itself
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
