package dev.hanse.storage.snapshot;

import dev.hanse.storage.Revision;
import java.time.Instant;

/// What a snapshot is a snapshot of.
///
/// @param source which store, in words for people
/// @param takenAt to the millisecond
/// @param revision what everything in it was read at
public record SnapshotHeader(String source, Instant takenAt, Revision revision) {}
