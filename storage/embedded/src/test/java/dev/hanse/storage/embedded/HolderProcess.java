package dev.hanse.storage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Asks, in a process of its own, who uses a data directory.
final class HolderProcess {

    private HolderProcess() {}

    public static void main(String[] arguments) {
        System.out.print(StoppedStore.holder(Path.of(arguments[0])).orElse("nobody"));
    }

    static String ask(Path directory) throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HolderProcess.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
