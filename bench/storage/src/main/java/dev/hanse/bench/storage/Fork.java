package dev.hanse.bench.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Runs measurements in processes like the server's: the same JVM, with the launcher's options.
final class Fork {

    private final List<String> jvmOptions;
    private final Path root;

    Fork(List<String> jvmOptions, Path root) {
        this.jvmOptions = List.copyOf(jvmOptions);
        this.root = root;
    }

    /// @return what the process printed before it ended, be it well or not
    List<Figure> measure(Measurement measurement, Subject subject, Settings settings)
            throws IOException {
        var directory = Files.createTempDirectory(root, subject.name() + "-");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        command.addAll(Child.arguments(measurement, subject, directory, settings));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var end = new Thread(() -> destroy(process));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return figures(process);
        } finally {
            destroy(process);
            Runtime.getRuntime().removeShutdownHook(end);
            delete(directory);
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

    /// With its etcd, which a killed process cannot end.
    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
