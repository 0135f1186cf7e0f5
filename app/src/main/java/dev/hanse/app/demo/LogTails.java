package dev.hanse.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The last words of every process, for whoever looks into a failure.
record LogTails(Path directory) {

    private static final int LINES = 10;

    void tell(Narrator narrator) {
        for (var log : logs()) {
            narrator.say("");
            narrator.say("The end of " + log + ":");
            narrator.answer(String.join("\n", tail(log)));
        }
    }

    private List<Path> logs() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> tail(Path log) {
        try {
            // Not Files.readAllLines: a process that was killed may have left half a character.
            var lines =
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
