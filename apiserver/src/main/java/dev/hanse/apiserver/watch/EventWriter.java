package dev.hanse.apiserver.watch;

import dev.hanse.machinery.status.Status;

/// Writes what a watch says in the format one client asked for: one complete frame per item.
public interface EventWriter {

    byte[] change(WatchItem.Change change);

    byte[] bookmark(WatchItem.Bookmark bookmark);

    byte[] error(Status status);

    /// Whether what was written last was the end, because nothing is served any more.
    boolean isOver();
}
