package dev.hanse.storage.history;

import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.UnavailableException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// What an operator is told about damaged files: which one, where, and what to do.
final class Corruption {

    private static final String REMEDY =
            "; run `hanse storage verify`, then restore a snapshot into an empty directory";
    private static final Pattern BLOCK = Pattern.compile("in (\\S+\\.(?:sst|blob)) offset (\\d+)");
    private static final Pattern FILE =
            Pattern.compile("(\\S*/)?(\\d{6,}\\.(?:sst|log)|MANIFEST-\\d+|CURRENT)");

    private Corruption() {}

    static CorruptedException at(Path file, long offset, String what) {
        return new CorruptedException(
                "%s is corrupt at offset %d: %s%s".formatted(file, offset, what, REMEDY), null);
    }

    static CorruptedException of(Path file, String what) {
        return new CorruptedException("%s is corrupt: %s%s".formatted(file, what, REMEDY), null);
    }

    /// What `e` says without what to do about it.
    static String problem(StorageException e) {
        return String.valueOf(e.getMessage()).replace(REMEDY, "");
    }

    /// The exception for a failed RocksDB call: corruption is told apart from what may pass.
    ///
    /// @param doing what could not be done, for the message
    static StorageException of(String doing, Path directory, RocksDBException e) {
        var status = e.getStatus();
        boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
        return corrupt
                ? corrupted(directory, e)
                : new UnavailableException(doing + ": " + oneLine(e), e);
    }

    private static CorruptedException corrupted(Path directory, RocksDBException e) {
        var message = oneLine(e);
        var block = BLOCK.matcher(message);
        if (block.find()) {
            return new CorruptedException(
                    "%s is corrupt at offset %s: a block fails its checksum%s"
                            .formatted(block.group(1), block.group(2), REMEDY),
                    e);
        }
        var file = FILE.matcher(message);
        var where = file.find() ? directory.resolve(file.group(2)) : directory;
        return new CorruptedException(where + " is corrupt: " + message + REMEDY, e);
    }

    private static String oneLine(RocksDBException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
