package dev.hanse.storage.snapshot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file is not a snapshot, or not the whole and unchanged one that was written.
public final class DamagedSnapshotException extends RuntimeException {

    DamagedSnapshotException(Path file, String problem, @Nullable Throwable cause) {
        super(file + " cannot be used: " + problem, cause);
    }
}
