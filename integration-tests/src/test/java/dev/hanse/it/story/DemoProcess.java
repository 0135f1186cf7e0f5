package dev.hanse.it.story;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `hanse demo` in a process of its own, with everything it starts.
final class DemoProcess implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final Path transcript;

    private DemoProcess(Process process, Path directory, Path transcript) {
        this.process = process;
        this.directory = directory;
        this.transcript = transcript;
    }

    /// @param directory has room for the transcript and the demo's own directory
    static DemoProcess start(Path directory, String... options) {
        var place = directory.resolve("demo");
        var transcript = directory.resolve("transcript.txt");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.hanse.app.Main",
                                "demo",
                                "--once",
                                "--directory",
                                place.toString()));
        command.addAll(List.of(options));
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(transcript.toFile())
                            .start();
            return new DemoProcess(process, place, transcript);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// What Ctrl-C does, but for this process only.
    void interrupt() {
        process.destroy();
    }

    /// @return the exit status
    int await(int minutes) throws InterruptedException {
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            throw new AssertionError(
                    "the demo still runs after " + minutes + " minutes\n" + story());
        }
        return process.exitValue();
    }

    /// Everything that runs in the demo's directory, whoever its parent is by now.
    List<String> running() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.pid() != process.pid())
                .filter(this::isOurs)
                .map(each -> each.pid() + " " + each.info().commandLine().orElse(""))
                .toList();
    }

    /// The arguments name files relative to the directory, so only the working directory tells.
    private boolean isOurs(ProcessHandle each) {
        try {
            return Path.of("/proc", Long.toString(each.pid()), "cwd")
                    .toRealPath()
                    .startsWith(directory.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }

    String transcript() {
        return read(transcript);
    }

    /// The transcript and the logs of all processes, for whoever looks into a failure.
    String story() {
        var text = new StringBuilder(transcript());
        var logs = directory.resolve("logs").toFile().listFiles(File::isFile);
        if (logs != null) {
            for (var log : logs) {
                text.append("\n==> ").append(log.getName()).append("\n").append(read(log.toPath()));
            }
        }
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        var all = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
