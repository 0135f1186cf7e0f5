package dev.hanse.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final Place place;
    private final EtcdSettings settings;
    private Process process;

    /// Where a member listens, and with whom it forms a cluster.
    ///
    /// @param cluster every member as `name=peer`, separated by commas
    record Place(String name, URI peer, int clientPort, int healthPort, String cluster) {

        static Place alone() {
            var ports = EtcdCluster.freePorts(3);
            var peer = EtcdCluster.peer(ports.get(0));
            var name = EtcdCluster.memberName(peer);
            return new Place(name, peer, ports.get(1), ports.get(2), name + "=" + peer);
        }
    }

    private EtcdProcess(Path binary, Path directory, Place place, EtcdSettings settings) {
        this.binary = binary;
        this.directory = directory;
        this.place = place;
        this.settings = settings;
        this.process = launch();
    }

    /// An etcd that is empty and ready to serve.
    public static EtcdProcess startNew() {
        return startNew(EtcdSettings.PLAIN);
    }

    public static EtcdProcess startNew(EtcdSettings settings) {
        var etcd = launch(Place.alone(), settings);
        etcd.awaitReady();
        return etcd;
    }

    /// An etcd that may not be ready yet, because it waits for the others of its cluster.
    static EtcdProcess launch(Place place, EtcdSettings settings) {
        try {
            return new EtcdProcess(
                    binary(), Files.createTempDirectory("hanse-etcd-"), place, settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start etcd", e);
        }
    }

    public URI endpoint() {
        return URI.create(settings.scheme() + "://127.0.0.1:" + place.clientPort());
    }

    /// Where it keeps its data.
    public Path directory() {
        return directory;
    }

    /// What somebody else can do to this etcd. Only without TLS.
    public EtcdOperator operator() {
        return new EtcdOperator(endpoint());
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

    /// Starts the process again like [#start], without waiting: alone it has no quorum.
    public void startWithoutWaiting() {
        process = launch();
    }

    /// Stops the process from doing anything until [#resume], as a long pause would.
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    /// Copies the data, which must not be in use, to `backup`.
    public void backUp(Path backup) {
        copy(data(), backup);
    }

    /// Replaces the data, which must not be in use, by what [#backUp] copied: time goes back.
    public void restore(Path backup) {
        delete(data());
        copy(backup, data());
    }

    @Override
    public void close() {
        kill();
        delete(directory);
    }

    private static Path binary() {
        var configured = System.getenv("HANSE_TEST_ETCD");
        var candidates =
                configured != null
                        ? Stream.of(Path.of(configured))
                        : Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, "etcd"));
        return candidates
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "these tests need etcd 3.4 or newer: install it or"
                                                + " point HANSE_TEST_ETCD at its binary"));
    }

    private Path data() {
        return directory.resolve("data");
    }

    private URI health() {
        return URI.create("http://127.0.0.1:" + place.healthPort());
    }

    private Process launch() {
        var command =
                new ArrayList<>(
                        List.of(
                                binary.toString(),
                                "--name=" + place.name(),
                                "--data-dir=" + data(),
                                "--listen-client-urls=" + endpoint(),
                                "--advertise-client-urls=" + endpoint(),
                                "--listen-metrics-urls=" + health(),
                                "--listen-peer-urls=" + place.peer(),
                                "--initial-advertise-peer-urls=" + place.peer(),
                                "--initial-cluster=" + place.cluster(),
                                "--max-request-bytes=" + LARGEST_REQUEST));
        command.addAll(settings.commandLine());
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

    void awaitReady() {
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
                HttpRequest.newBuilder(health().resolve("/health"))
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

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from, e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
