package dev.hanse.storage.etcd;

import dev.hanse.storage.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a replica is kept, together with what it is a replica of.
///
/// A replica of something else (another cluster, another prefix, a cluster restored from an older
/// backup) is worth nothing and is deleted.
final class ReplicaDirectory {

    private static final String FORMAT = "2";

    private final Path directory;

    ReplicaDirectory(Path directory) {
        this.directory = directory;
    }

    Path history() {
        return directory.resolve("history");
    }

    /// Makes sure that what is in the directory, if anything, replicates this `prefix` of
    /// `cluster`.
    void claim(long cluster, String prefix) {
        var identity = "format %s\ncluster %x\nprefix %s\n".formatted(FORMAT, cluster, prefix);
        var file = directory.resolve("replica-of");
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file) || !Files.readString(file).equals(identity)) {
                discard();
                Files.writeString(file, identity);
            }
        } catch (IOException e) {
            throw new UnavailableException("cannot use the replica directory " + directory, e);
        }
    }

    void discard() {
        try {
            if (Files.exists(history())) {
                try (var files = Files.walk(history())) {
                    for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UnavailableException("cannot delete the replica in " + directory, e);
        }
    }
}
