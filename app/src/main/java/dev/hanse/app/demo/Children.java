package dev.hanse.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The processes of the demo: this same program, started as children with other commands.
final class Children implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path logs;
    private final Map<String, Process> running = new LinkedHashMap<>();

    Children(Path logs) {
        this.logs = logs;
    }

    /// Starts `hanse <arguments>`; its output goes to a log file of the given name.
    void start(String name, List<String> arguments) {
        var command = command(arguments);
        try {
            Files.createDirectories(logs);
            var log = logs.resolve(name + ".log").toFile();
            running.put(
                    name,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /// Runs `hanse <arguments>` to its end.
    Kubectl.Answer run(List<String> arguments) {
        try {
            var process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Kubectl.Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + arguments, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoryFailedException("interrupted");
        }
    }

    private static List<String> command(List<String> arguments) {
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
                        System.getProperty("java.class.path"),
                        "dev.hanse.app.Main"));
        command.addAll(arguments);
        return command;
    }

    boolean isAlive(String name) {
        var process = running.get(name);
        return process != null && process.isAlive();
    }

    long pid(String name) {
        var process = running.get(name);
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process.pid();
    }

    /// SIGKILL: no goodbye, no flush.
    void kill(String name) {
        var process = running.remove(name);
        if (process != null) {
            process.destroyForcibly();
            await(process);
        }
    }

    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /// Asks all to stop, last started first, and kills who does not.
    @Override
    public void close() {
        var all = new ArrayList<>(running.values()).reversed();
        all.forEach(Process::destroy);
        all.forEach(Children::await);
        all.stream().filter(Process::isAlive).forEach(Process::destroyForcibly);
        running.clear();
    }

    private static void await(Process process) {
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
