package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// The transaction has more bytes than the store takes at once. Nothing was written, and nothing
/// would be if it were tried again.
public final class TooLargeException extends StorageException {

    public TooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
