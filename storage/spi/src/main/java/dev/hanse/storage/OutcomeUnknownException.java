package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// A commit may or may not have happened. Neither success nor failure: read before retrying.
public final class OutcomeUnknownException extends StorageException {

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
