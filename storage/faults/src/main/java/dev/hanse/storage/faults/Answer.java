package dev.hanse.storage.faults;

import dev.hanse.storage.CompactedException;
import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.FutureRevisionException;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.TooLargeException;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.UnreadableValueException;
import java.nio.charset.StandardCharsets;

/// How a request ended; sent by its name, with a sentence unless it is [#DONE].
enum Answer {
    DONE,
    UNAVAILABLE,
    UNKNOWN,
    FULL,
    COMPACTED,
    CORRUPTED,
    FUTURE;

    static Answer to(StorageException failure) {
        return switch (failure) {
            // Nobody writes as much, and nothing was written either.
            case UnavailableException _, TooLargeException _ -> UNAVAILABLE;
            case OutcomeUnknownException _ -> UNKNOWN;
            case StorageFullException _ -> FULL;
            case CompactedException _ -> COMPACTED;
            // Nothing is encrypted here, so a value that cannot be read is a damaged one.
            case CorruptedException _, UnreadableValueException _ -> CORRUPTED;
            case FutureRevisionException _ -> FUTURE;
        };
    }

    StorageException failure(String sentence) {
        return switch (this) {
            case UNKNOWN -> new OutcomeUnknownException(sentence, null);
            case FULL -> new StorageFullException(sentence, null);
            case COMPACTED -> new CompactedException(Revision.NONE, Revision.NONE);
            case CORRUPTED -> new CorruptedException(sentence, null);
            case FUTURE -> new FutureRevisionException(Revision.NONE, Revision.NONE);
            case DONE, UNAVAILABLE -> new UnavailableException(sentence, null);
        };
    }

    static byte[] sentence(StorageException failure) {
        return String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8);
    }
}
