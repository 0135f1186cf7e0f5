package dev.hanse.machinery.client;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.Status;

/// What a watch says.
public sealed interface WatchEvent {

    record Added(KubeObject object) implements WatchEvent {}

    record Modified(KubeObject object) implements WatchEvent {}

    /// The object as it last was, with the resourceVersion of its deletion.
    record Deleted(KubeObject object) implements WatchEvent {}

    /// Everything up to this revision has been said.
    record Bookmark(String resourceVersion) implements WatchEvent {}

    /// Nothing more will come; list again and watch from there.
    record Ended(Status status) implements WatchEvent {}
}
