package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.util.List;

/// What [EncryptedStorage#rewriteStale] did.
///
/// @param count how many values were written again
/// @param unreadable the keys of values that nobody can read; they are as they were
/// @param complete whether the whole range has been seen
public record Rewritten(long count, List<Bytes> unreadable, boolean complete) {

    public Rewritten {
        unreadable = List.copyOf(unreadable);
    }
}
