package dev.hanse.app.demo;

import dev.hanse.app.demo.kubectl.Answer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processes of the demo: this same program, started as children with other commands.
///
/// Thread-safe: the end of the program may come while the story goes on, and nothing can be started
/// once it has come.
final class Children implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 15;

    private final Path directory;
    private final Path logs;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private boolean closed;

    /// @param directory where they run
    Children(Path directory, Path logs) {
        this.directory = directory;
        this.logs = logs;
    }

    /// Starts `hanse <arguments>`; its output goes to a log file of the given name.
    void start(String name, List<String> arguments) {
        try {
            Files.createDirectories(logs);
            var log = logs.resolve(name + ".log").toFile();
            launch(name, process(arguments).redirectOutput(ProcessBuilder.Redirect.appendTo(log)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /// Runs `hanse <arguments>` to its end.
    Answer run(List<String> arguments) {
        var name = "hanse " + arguments.getFirst();
        try {
            var process = launch(name, process(arguments));
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + arguments, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoryFailedException("interrupted");
        }
    }

    private synchronized Process launch(String name, ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new StoryFailedException("stopped");
        }
        var process = builder.start();
        running.put(name, process);
        return process;
    }

    private ProcessBuilder process(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath(),
                        "dev.hanse.app.Main"));
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    }

    /// Of this program, valid in any directory.
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    synchronized boolean isAlive(String name) {
        var process = running.get(name);
        return process != null && process.isAlive();
    }

    synchronized long pid(String name) {
        var process = running.get(name);
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process.pid();
    }

    /// SIGKILL: no goodbye, no flush.
    synchronized void kill(String name) {
        var process = running.remove(name);
        if (process != null) {
            process.destroyForcibly();
            await(process);
        }
    }

    /// Asks all to stop, and kills who does not.
    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Process::destroy);
        for (var process : running.values()) {
            if (!await(process)) {
                process.destroyForcibly();
                await(process);
            }
        }
        running.clear();
    }

    private static boolean await(Process process) {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
