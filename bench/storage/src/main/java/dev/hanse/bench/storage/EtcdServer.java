package dev.hanse.bench.storage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/// A single etcd on the loopback interface, with its defaults but for room and size of
/// transactions.
final class EtcdServer implements AutoCloseable {

    private final Process process;
    private final String url;

    private EtcdServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /// The etcd on the PATH, if there is one.
    static Optional<Path> binary() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static EtcdServer start(Path directory) {
        var client = "http://127.0.0.1:" + freePort();
        var peer = "http://127.0.0.1:" + freePort();
        try {
            var builder =
                    new ProcessBuilder(
                            binary().orElseThrow().toString(),
                            "--data-dir=" + directory.resolve("etcd"),
                            "--listen-client-urls=" + client,
                            "--advertise-client-urls=" + client,
                            "--listen-peer-urls=" + peer,
                            "--initial-advertise-peer-urls=" + peer,
                            "--initial-cluster=default=" + peer,
                            "--max-txn-ops=1024",
                            "--max-request-bytes=8388608",
                            "--quota-backend-bytes=34359738368");
            builder.redirectErrorStream(true);
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(directory.resolve("etcd.log").toFile()));
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitHealth(process, URI.create(client + "/health"));
            return new EtcdServer(process, client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitHealth(Process process, URI health) {
        var request = HttpRequest.newBuilder(health).build();
        try (var http = HttpClient.newHttpClient()) {
            while (process.isAlive() && !isHealthy(http, request)) {
                Pause.of(Duration.ofMillis(10));
            }
        }
    }

    private static boolean isHealthy(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    ProcessFiles files() {
        return new ProcessFiles(process.pid());
    }

    /// Ends it without giving it time.
    void kill() {
        process.destroyForcibly();
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
