package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// Stored bytes are not what was written. Waiting does not help: the message names the file, and
/// what an operator can do.
public final class CorruptedException extends StorageException {

    public CorruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
