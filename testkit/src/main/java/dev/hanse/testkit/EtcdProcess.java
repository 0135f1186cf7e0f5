package dev.hanse.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An etcd server of its own, as a child process on free loopback ports.
///
/// Its data survives [#kill] and [#start], and is deleted by [#close]. Needs the `etcd` binary:
/// from the environment variable `HANSE_TEST_ETCD`, or on the path.
public final class EtcdProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 20;
    private static final int LARGEST_REQUEST = 4 << 20;

    private final Path binary;
    private final Path directory;
    private final URI client;
    private final URI peer;
    private Process process;

    private EtcdProcess(Path binary, Path directory, int clientPort, int peerPort) {
        this.binary = binary;
        this.directory = directory;
        this.client = URI.create("http://127.0.0.1:" + clientPort);
        this.peer = URI.create("http://127.0.0.1:" + peerPort);
        this.process = launch();
    }

    /// An etcd that is empty and ready to serve.
    public static EtcdProcess startNew() {
        var binary =
                binary().orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "these tests need etcd 3.4 or newer: install it or"
                                                        + " point HANSE_TEST_ETCD at its binary"));
        try {
            var ports = freePorts();
            var directory = Files.createTempDirectory("hanse-etcd-");
            var etcd = new EtcdProcess(binary, directory, ports.getFirst(), ports.getLast());
            etcd.awaitReady();
            return etcd;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start etcd", e);
        }
    }

    private static List<Integer> freePorts() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        }
    }

    public URI endpoint() {
        return client;
    }

    /// Ends the process without warning, as a power cut would.
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// Starts the process again, on the same ports and data.
    public void start() {
        process = launch();
        awaitReady();
    }

    /// Stops the process from doing anything until [#resume], as a long pause would.
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private static Optional<Path> binary() {
        var configured = System.getenv("HANSE_TEST_ETCD");
        var candidates =
                configured != null
                        ? Stream.of(Path.of(configured))
                        : Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, "etcd"));
        return candidates.filter(Files::isExecutable).findFirst();
    }

    private Process launch() {
        var command =
                List.of(
                        binary.toString(),
                        "--name=test",
                        "--data-dir=" + directory.resolve("data"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=test=" + peer,
                        "--max-request-bytes=" + LARGEST_REQUEST);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + binary, e);
        }
    }

    private void awaitReady() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!isHealthy(http)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("etcd does not get ready:\n" + log());
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while etcd starts", e);
        }
    }

    private boolean isHealthy(HttpClient http) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(client.resolve("/health"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("cannot signal etcd with " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal etcd", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("etcd does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
