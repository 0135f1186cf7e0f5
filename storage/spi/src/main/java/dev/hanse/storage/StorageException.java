package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// Everything a [Storage] throws for reasons outside the caller's program.
public abstract sealed class StorageException extends RuntimeException
        permits CompactedException,
                CorruptedException,
                FutureRevisionException,
                OutcomeUnknownException,
                StorageFullException,
                TooLargeException,
                UnavailableException,
                UnreadableValueException {

    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
