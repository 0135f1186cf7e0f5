package dev.hanse.storage;

import java.util.Set;

/// Finds entries by something in their value: each entry of `scope` is found under its terms.
///
/// Declared when a store is opened, and looked up by name with [Storage#find]. A store keeps the
/// index with every commit. When it is opened with an index it has not seen, or with another
/// `definition` or scope than before, it builds the index in the background; an index that is no
/// longer declared is dropped when something is committed.
///
/// @param name what [Storage#find] calls it
/// @param definition says what `terms` computes: different text, different terms
/// @param scope the keys that are indexed
/// @param terms which terms an entry has
public record Index(String name, String definition, Range scope, Terms terms) {

    /// Longer terms are ignored, and nothing is found under them.
    public static final int LONGEST_TERM = 1024;

    public Index {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an index has a name");
        }
    }

    /// The terms of an entry: a pure function of key and value, and a fast one, because every
    /// commit to the scope waits for it.
    ///
    /// A value it throws on has no terms. Any thread may call it.
    @FunctionalInterface
    public interface Terms {
        Set<Bytes> of(Bytes key, Bytes value);
    }
}
