package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// A stored value cannot be turned back into what was written: no key fits, or it was tampered
/// with. Everything else in the store is as readable as before.
public final class UnreadableValueException extends StorageException {

    private final Bytes key;
    private final String reason;

    /// @param reason why, in words that say nothing about the value itself
    public UnreadableValueException(Bytes key, String reason, @Nullable Throwable cause) {
        super("unable to transform key \"" + key + "\": " + reason, cause);
        this.key = key;
        this.reason = reason;
    }

    /// Where the value is stored.
    public Bytes key() {
        return key;
    }

    public String reason() {
        return reason;
    }
}
