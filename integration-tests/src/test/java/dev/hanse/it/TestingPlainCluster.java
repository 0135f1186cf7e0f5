package dev.hanse.it;

import dev.hanse.app.PlainCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `hanse kube-apiserver` in this process: one Kubernetes cluster with all built-in kinds, on a
/// free port and in a directory of its own.
public final class TestingPlainCluster implements AutoCloseable {

    private final Path directory;
    private final List<String> options;
    private PlainCluster running;
    private Kubeconfig kubeconfig;
    private HttpClient http;

    private TestingPlainCluster(Path directory, List<String> options) {
        this.directory = directory;
        this.options = options;
        this.running = PlainCluster.start(options.toArray(String[]::new));
        this.kubeconfig = Kubeconfig.read(directory.resolve("kubeconfig"), "worker");
        this.http = kubeconfig.http();
    }

    /// @param more options of `hanse kube-apiserver`
    public static TestingPlainCluster start(String... more) {
        try {
            var directory = Files.createTempDirectory("hanse-it-");
            var options =
                    new ArrayList<>(
                            List.of(
                                    "--cert-dir",
                                    directory.toString(),
                                    "--kubeconfig",
                                    directory.resolve("kubeconfig").toString(),
                                    "--bind-address",
                                    "127.0.0.1",
                                    "--secure-port",
                                    "0"));
            options.addAll(List.of(more));
            return new TestingPlainCluster(directory, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A member of `system:masters`.
    public Api admin() {
        return new Api(http, kubeconfig.server(), kubeconfig.token("shard-admin"));
    }

    /// The contents of a kubeconfig for the administrator.
    public String kubeconfig() {
        return kubeconfig.forUser(admin());
    }

    /// Stops the server and starts it again on the same data.
    public void restart() {
        http.shutdownNow();
        running.close();
        running = PlainCluster.start(options.toArray(String[]::new));
        kubeconfig = Kubeconfig.read(directory.resolve("kubeconfig"), "worker");
        http = kubeconfig.http();
    }

    @Override
    public void close() {
        http.shutdownNow();
        running.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
