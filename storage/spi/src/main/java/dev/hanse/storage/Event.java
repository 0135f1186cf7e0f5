package dev.hanse.storage;

import org.jspecify.annotations.Nullable;

/// One key changed by one commit.
///
/// @param revision the commit
/// @param current the entry after the commit, or null when the key was deleted
/// @param previous the entry before the commit, or null when the key was created
public record Event(
        Bytes key, Revision revision, @Nullable Entry current, @Nullable Entry previous) {

    public Event {
        if (current == null && previous == null) {
            throw new IllegalArgumentException("an event changes something: " + key);
        }
    }
}
