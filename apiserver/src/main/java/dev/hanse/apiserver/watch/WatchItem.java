package dev.hanse.apiserver.watch;

import dev.hanse.machinery.status.Status;
import dev.hanse.storage.Entry;

/// One thing a watch says, before it is written for a client.
public sealed interface WatchItem {

    /// Kubernetes' event types for changes.
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    /// An object appeared, changed or went away, as far as the watcher's selection is concerned.
    ///
    /// @param entry the object as it is now, or as it last was when it went away
    /// @param resourceVersion the revision of what happened
    record Change(Type type, Entry entry, long resourceVersion) implements WatchItem {}

    /// Everything up to `resourceVersion` has been said.
    ///
    /// @param endsInitialEvents whether this closes the initial state (KEP-3157)
    record Bookmark(long resourceVersion, boolean endsInitialEvents) implements WatchItem {}

    /// The watch cannot go on.
    record Failed(Status status) implements WatchItem {}
}
