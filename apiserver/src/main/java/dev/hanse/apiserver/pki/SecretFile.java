package dev.hanse.apiserver.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Writes files that only their owner may read, complete or not at all.
public final class SecretFile {

    private SecretFile() {}

    public static void write(Path file, byte[] content) {
        var absolute = file.toAbsolutePath();
        var directory = absolute.getParent();
        try {
            Files.createDirectories(directory);
            // Created with its permissions, so that there is no moment at which others can open it.
            var temporary =
                    Files.createTempFile(
                            directory,
                            "." + absolute.getFileName(),
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(temporary, content);
                Files.move(
                        temporary,
                        absolute,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
