package dev.hanse.apiserver.read;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.FutureRevisionException;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.TooLargeException;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.UnreadableValueException;

/// What clients are told when storage cannot do as asked.
public final class StorageErrors {

    private StorageErrors() {}

    public static ApiException toApi(StorageException error) {
        return switch (error) {
            case CompactedException compacted ->
                    new ApiException(
                            Status.failure(
                                    410,
                                    "Expired",
                                    "The resourceVersion for the provided request is too old."),
                            compacted.getMessage(),
                            compacted);
            case CorruptedException corrupted ->
                    new ApiException(
                            Status.failure(
                                    500, "InternalError", "stored data cannot be read any more"),
                            corrupted.getMessage(),
                            corrupted);
            case FutureRevisionException future ->
                    new ApiException(
                            Status.failure(504, "Timeout", "Timeout: " + future.getMessage())
                                    .withRetryAfterSeconds(1),
                            null,
                            future);
            case OutcomeUnknownException unknown ->
                    new ApiException(
                            Status.failure(
                                            504,
                                            "Timeout",
                                            "Timeout: the write may or may not have happened; read"
                                                    + " the object before trying again")
                                    .withRetryAfterSeconds(1),
                            unknown.getMessage(),
                            unknown);
            case StorageFullException full ->
                    new ApiException(
                            Status.failure(
                                            503,
                                            "ServiceUnavailable",
                                            "storage is full: nothing was written; reads go on")
                                    .withRetryAfterSeconds(10),
                            full.getMessage(),
                            full);
            // Kubernetes knows the reason from request bodies; etcd's own refusal it shows as a 500
            // (kubernetes/kubernetes#112152), which clients would try again.
            case TooLargeException large ->
                    new ApiException(
                            Status.failure(
                                    413,
                                    "RequestEntityTooLarge",
                                    "Request entity too large: the object is larger than what"
                                            + " storage takes"),
                            large.getMessage(),
                            large);
            case UnavailableException unavailable ->
                    new ApiException(
                            Status.failure(
                                            503,
                                            "ServiceUnavailable",
                                            "storage is not available at the moment")
                                    .withRetryAfterSeconds(1),
                            unavailable.getMessage(),
                            unavailable);
            // Only the operator is told the key: a reader across clusters may meet a value that
            // would not have been shown to them.
            case UnreadableValueException unreadable ->
                    new ApiException(
                            Status.failure(
                                    500,
                                    "InternalError",
                                    "Internal error occurred: unable to transform a stored object: "
                                            + unreadable.reason()),
                            unreadable.getMessage(),
                            unreadable.getCause());
        };
    }
}
