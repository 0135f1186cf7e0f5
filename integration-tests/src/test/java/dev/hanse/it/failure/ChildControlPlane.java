package dev.hanse.it.failure;

import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.Kubeconfig;
import dev.hanse.it.TestingControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A control plane in a process of its own, which can be killed without warning and started again
/// on the same data.
final class ChildControlPlane implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final String heap;
    private Process process;

    private ChildControlPlane(Path directory, String heap) {
        this.directory = directory;
        this.heap = heap;
        this.process = launch();
    }

    static ChildControlPlane start(Path directory) {
        return start(directory, "-Xmx1g");
    }

    /// @param heap the option of Java that says how large it may be
    static ChildControlPlane start(Path directory, String heap) {
        var child = new ChildControlPlane(directory, heap);
        child.awaitReady();
        return child;
    }

    private Process launch() {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                heap,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.hanse.app.Main",
                                "start"));
        command.addAll(TestingControlPlane.options(directory));
        try {
            Files.deleteIfExists(kubeconfig());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path kubeconfig() {
        return directory.resolve("admin.kubeconfig");
    }

    private void awaitReady() {
        await("a server in " + directory)
                .atMost(PATIENCE)
                .failFast("the server has ended, see its log", () -> !process.isAlive())
                .until(() -> Files.exists(kubeconfig()) && admin().get("/readyz").status() == 200);
    }

    Api admin() {
        var read = Kubeconfig.read(kubeconfig());
        return new Api(read.http(), read.server(), read.token("kcp-admin"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    void startAgain() {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        kill();
    }
}
