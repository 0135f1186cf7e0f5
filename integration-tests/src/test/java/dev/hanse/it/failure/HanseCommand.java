package dev.hanse.it.failure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One `hanse …` as a user would type it, in a process of its own.
///
/// @param errors what it wrote to standard error
record HanseCommand(int status, String output, String errors) {

    private static final int PATIENCE_MINUTES = 2;

    /// @param directory has room for what the command says
    static HanseCommand run(Path directory, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.hanse.app.Main"));
        command.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile(directory, "command", ".out");
            var errors = Files.createTempFile(directory, "command", ".err");
            var process =
                    new ProcessBuilder(command)
                            .redirectOutput(output.toFile())
                            .redirectError(errors.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + List.of(arguments));
            }
            return new HanseCommand(
                    process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The same, which is expected to succeed.
    HanseCommand ok() {
        if (status != 0) {
            throw new AssertionError("status " + status + "\n" + output + errors);
        }
        return this;
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(output);
        } catch (IOException e) {
            throw new UncheckedIOException(output, e);
        }
    }
}
