package dev.hanse.storage.history;

import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.history.RecordLog.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files by which a closed RocksDB knows its other files, checked before it is opened:
/// `CURRENT` names the newest `MANIFEST-…`, which names the tables and logs.
final class Manifest {

    private Manifest() {}

    /// @throws CorruptedException if RocksDB would start without data that is there
    static void check(Path directory) throws IOException {
        var current = directory.resolve("CURRENT");
        if (Files.exists(current)) {
            check(current, Files.readString(current, StandardCharsets.ISO_8859_1));
        } else if (hasData(directory)) {
            // RocksDB would start anew on top of it.
            throw Corruption.of(current, "the file is missing");
        }
    }

    private static void check(Path current, String content) throws IOException {
        if (!content.matches("MANIFEST-\\d+\n")) {
            throw Corruption.of(current, "it names no manifest");
        }
        var manifest = current.resolveSibling(content.strip());
        if (!Files.exists(manifest)) {
            throw Corruption.of(manifest, "the file is missing");
        }
        var checked = RecordLog.check(manifest);
        if (checked.damage() == Damage.CORRUPT) {
            throw Corruption.at(manifest, checked.intact(), "a record fails its checksum");
        }
    }

    private static boolean hasData(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(directory, "[0-9]*.{sst,log}")) {
            return files.iterator().hasNext();
        }
    }
}
