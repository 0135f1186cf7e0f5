package dev.hanse.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Answer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of the kubectls of this machine, as a user with a home directory of his own.
///
/// @param home with the user's kubeconfig, kubectl's cache, and the files he works on
record Kubectl(Path program, Path home) {

    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern NAME = Pattern.compile("kubectl(\\.?\\d+\\.\\d+)?");

    /// What one command printed.
    record Said(int status, String output, String errors) {

        Said ok() {
            assertThat(status).as(output + errors).isZero();
            return this;
        }

        JsonNode json() {
            return Answer.parse(output);
        }

        List<String> lines() {
            return output.lines().toList();
        }
    }

    /// `kubectl` on the path, and every `kubectl` and `kubectl.<version>` in the directories of
    /// `HANSE_TEST_KUBECTLS`.
    static List<Path> found() {
        var path = directories(System.getenv().getOrDefault("PATH", ""));
        var more = directories(System.getenv().getOrDefault("HANSE_TEST_KUBECTLS", ""));
        return Stream.concat(
                        path.map(each -> each.resolve("kubectl"))
                                .filter(Files::isExecutable)
                                .limit(1),
                        more.flatMap(Kubectl::kubectlsIn))
                .map(Kubectl::real)
                .distinct()
                .toList();
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> directories(String list) {
        return Stream.of(list.split(File.pathSeparator, -1))
                .filter(each -> !each.isEmpty())
                .map(Path::of);
    }

    private static Stream<Path> kubectlsIn(Path directory) {
        try (var files = Files.list(directory)) {
            return files
                    .filter(each -> NAME.matcher(each.getFileName().toString()).matches())
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Kubectl of(Path program, Path home, String kubeconfig) {
        try {
            Files.writeString(home.resolve("kubeconfig"), kubeconfig);
            return new Kubectl(program, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a file for commands that take one.
    String file(String name, String text) {
        try {
            return Files.writeString(home.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Said run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /// Runs a command that succeeds, and returns what it printed, without the end of the last line.
    String does(String... arguments) {
        return run(arguments).ok().output().stripTrailing();
    }

    Said run(Map<String, String> environment, String... arguments) {
        try {
            var output = Files.createTempFile(home, "out", ".txt");
            var errors = Files.createTempFile(home, "err", ".txt");
            var process = start(environment, output, errors, arguments);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + List.of(arguments));
            }
            return new Said(
                    process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Starts a command that goes on until it is stopped, and prints into `output`.
    Process start(Map<String, String> environment, Path output, Path errors, String... arguments)
            throws IOException {
        var command = new ArrayList<String>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TMPDIR", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("kubeconfig").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
