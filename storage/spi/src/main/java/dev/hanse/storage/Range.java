package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// Keys from `start` (inclusive) to `end` (exclusive); no end means to the end of the key space.
public record Range(Bytes start, @Nullable Bytes end) {

    public Range {
        if (end != null && start.compareTo(end) > 0) {
            throw new IllegalArgumentException("range ends before it starts: " + start);
        }
    }

    public static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    /// Every key that starts with `prefix`.
    public static Range prefix(Bytes prefix) {
        return new Range(prefix, prefix.prefixEnd());
    }

    /// The one key.
    public static Range key(Bytes key) {
        return new Range(key, key.next());
    }

    public boolean contains(Bytes key) {
        return start.compareTo(key) <= 0 && (end == null || key.compareTo(end) < 0);
    }

    /// The same range without the keys up to and including `key`: where the next page starts.
    public Range after(Bytes key) {
        return new Range(key.next(), end);
    }
}
