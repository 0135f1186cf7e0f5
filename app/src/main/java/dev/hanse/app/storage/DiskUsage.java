package dev.hanse.app.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What the files of a directory and below occupy.
record DiskUsage(long files, long bytes) {

    static DiskUsage of(Path directory) {
        long files = 0;
        long bytes = 0;
        try (var found = Files.walk(directory)) {
            for (var file : found.filter(Files::isRegularFile).toList()) {
                files++;
                bytes += size(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
        return new DiskUsage(files, bytes);
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            // A store that is open deletes files when it likes.
            return 0;
        }
    }
}
