/// A whole store in one file that no engine owns: taken from any, restored into any.
///
/// [SnapshotWriter] writes to any stream and [SnapshotReader] reads a file; both hold one entry at
/// a time. The format is described in `docs/operations/snapshot-format.md`.
@NullMarked
package dev.hanse.storage.snapshot;

import org.jspecify.annotations.NullMarked;
