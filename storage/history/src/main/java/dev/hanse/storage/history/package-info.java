/// The MVCC read side on RocksDB that every storage engine shares.
///
/// An engine decides the order of commits and hands them to [History]; reads at a revision, ranges,
/// cursors and compaction are the same for all engines and live here, once.
@NullMarked
package dev.hanse.storage.history;

import org.jspecify.annotations.NullMarked;
