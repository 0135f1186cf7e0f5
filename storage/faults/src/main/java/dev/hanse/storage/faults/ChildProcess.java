package dev.hanse.storage.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real process that serves a store, to be killed, stopped and started again.
///
/// Its messages go to `child.log`, and RocksDB's library, which a killed process cannot delete, to
/// one place that every start uses again.
final class ChildProcess implements AutoCloseable {

    /// For a process that lives for a second: no second compiler, the simplest collector.
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-Xmx192m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final Process process;
    private final RemoteStore store;

    private ChildProcess(Process process, int port) {
        this.process = process;
        this.store = new RemoteStore(port);
    }

    /// Starts a process and waits until its store is open.
    ///
    /// @param work where messages and libraries go
    /// @param prefix a command that runs the one after it, or nothing
    static ChildProcess start(Engine engine, Path work, List<String> prefix) {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(StoreChild.class.getName());
        command.addAll(engine.arguments());
        try {
            var builder = new ProcessBuilder(command);
            var libraries = Files.createDirectories(work.resolve("lib"));
            builder.environment().put("ROCKSDB_SHAREDLIB_DIR", libraries.toString());
            var log = work.resolve("child.log").toFile();
            var process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log)).start();
            return new ChildProcess(process, port(process, work));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a store in a process of its own", e);
        }
    }

    private static int port(Process process, Path work) throws IOException {
        var line = process.inputReader().readLine();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the store did not open:\n" + log(work));
        }
        return Integer.parseInt(line);
    }

    private static String log(Path work) throws IOException {
        var lines = Files.readAllLines(work.resolve("child.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    RemoteStore store() {
        return store;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Ends the process at whatever instruction it is, and all it started.
    void kill() {
        var started = process.descendants().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        started.forEach(each -> each.onExit().join());
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.disconnect();
    }

    /// Takes the processor away until [#resume], as a long collection or a busy host would.
    void pause() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("cannot signal a process with " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal a process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
