package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// There is no room for writes (disk full, etcd's NOSPACE alarm). Nothing was written; reads go on,
/// and writes work again when there is room.
public final class StorageFullException extends StorageException {

    public StorageFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
