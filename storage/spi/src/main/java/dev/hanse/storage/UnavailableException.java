package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// The store cannot answer now (closed, no leader, deadline passed) and nothing was written.
public final class UnavailableException extends StorageException {

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
