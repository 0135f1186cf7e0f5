package dev.hanse.storage;

import java.util.List;

/// One walk over a range as it was at one revision, however long it takes: what is written or
/// compacted meanwhile does not matter to it.
///
/// Holds on to files that compaction would otherwise have deleted, so it is closed soon. Used by
/// one thread at a time.
public interface Scan extends AutoCloseable {

    /// What everything is read at.
    Revision revision();

    /// The next entries in key order, at least one and at most `limit`; none when all were
    /// returned.
    ///
    /// @throws UnavailableException if the store was closed
    List<Entry> next(int limit);

    /// Idempotent.
    @Override
    void close();
}
