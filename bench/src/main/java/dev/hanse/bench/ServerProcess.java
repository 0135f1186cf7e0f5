package dev.hanse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A server started through the launcher as a user starts it, and what Linux says about its
/// process.
final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

    private final Process process;
    private final URI url;
    private final Path log;
    private final Duration startTime;

    private ServerProcess(Process process, URI url, Path log, Duration startTime) {
        this.process = process;
        this.url = url;
        this.log = log;
        this.startTime = startTime;
    }

    /// Starts `launcher start` and returns once `/readyz` says so.
    ///
    /// @param root the server's data; an empty directory makes this a cold start
    static ServerProcess start(Path launcher, Path root, List<String> options) {
        var port = freePort();
        var log = root.resolveSibling(root.getFileName() + ".log");
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.add("start");
        command.addAll(List.of("--root-directory", root.toString()));
        command.addAll(List.of("--secure-port", Integer.toString(port)));
        command.addAll(options);
        var url = URI.create("https://127.0.0.1:" + port);
        try {
            var started = System.nanoTime();
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitReady(process, url, log);
            var startTime = Duration.ofNanos(System.nanoTime() - started);
            return new ServerProcess(process, url, log, startTime);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launcher, e);
        }
    }

    private static void awaitReady(Process process, URI url, Path log) {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (var client = new ApiClient(url, "", Version.HTTP_1_1)) {
            while (!client.isReady()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the server did not become ready, see " + log);
                }
                Pause.of(Duration.ofMillis(10));
            }
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return url;
    }

    Path log() {
        return log;
    }

    /// From the launcher's start to the first good answer of `/readyz`.
    Duration startTime() {
        return startTime;
    }

    double residentMiB() {
        for (var line : lines("status")) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IllegalStateException("no VmRSS of process " + process.pid());
    }

    /// User and system time since the process began.
    double cpuSeconds() {
        var stat = lines("stat").getFirst();
        // The command's name, in parentheses, may contain blanks.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
    }

    /// Heap that survives a full collection.
    double liveHeapMiB() {
        var _ = jcmd("GC.run");
        var heap = jcmd("GC.heap_info").replaceAll("(?i)metaspace[\\s\\S]*", "");
        return HEAP_USED
                        .matcher(heap)
                        .results()
                        .mapToDouble(used -> Double.parseDouble(used.group(1)))
                        .sum()
                / 1024;
    }

    private String jcmd(String command) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var diagnosis =
                    new ProcessBuilder(jcmd, Long.toString(process.pid()), command)
                            .redirectErrorStream(true)
                            .start();
            return new String(diagnosis.getInputStream().readAllBytes(), Body.CHARSET);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + jcmd, e);
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException("the server is gone, see " + log, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
