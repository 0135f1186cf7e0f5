package dev.hanse.storage;

import java.util.List;

/// The only persistence the control plane knows: ordered keys, one global [Revision] per commit.
///
/// Strictly serializable: a commit that returned is seen by every read and cursor position taken
/// afterwards, by any server on the same store. Calls may block; callers are on virtual threads and
/// give up when interrupted. Every call ends within the deadline the engine was configured with, by
/// [UnavailableException] at the latest.
///
/// An implementation is correct when it passes `StorageContract`; nothing outside `storage/` may
/// depend on which one it is.
public interface Storage extends AutoCloseable {

    /// The newest revision, linearizable: not older than any commit that returned before the call.
    Revision revision();

    /// The newest revision this process can read without asking anybody; may lag behind [#revision]
    /// when other servers write to the same store.
    Revision localRevision();

    /// Reads a consistent snapshot of `range` at `at`, in key order, at most `limit` entries.
    ///
    /// @param at a revision seen before, or [Revision#NONE] for the newest (linearizable)
    /// @param limit greater than zero
    /// @throws CompactedException if `at` is older than the oldest revision kept
    /// @throws FutureRevisionException if `at` is newer than the newest revision and does not
    ///   become readable within the deadline
    /// @throws UnreadableValueException if a value of the page cannot be turned back
    Page read(Range range, Revision at, int limit);

    /// The number of keys of `range` at `at`, same rules as [#read].
    long count(Range range, Revision at);

    /// Opens a walk over `range` at `at`, same rules as [#read]: for whoever reads so much that it
    /// would be compacted between one page and the next.
    Scan scan(Range range, Revision at);

    /// Reads the entries of `range` that had `term` in `index` at `at`, in key order, at most
    /// `limit` of them; same rules as [#read]. While the index is being built, this waits.
    ///
    /// @param index the name of an [Index] the store was opened with
    /// @throws IllegalArgumentException if there is no such index
    /// @throws UnavailableException if the index was not built within the deadline
    Page find(String index, Bytes term, Range range, Revision at, int limit);

    /// Applies `txn` if all its conditions hold, atomically and durably.
    ///
    /// @throws OutcomeUnknownException if the commit may or may not have happened; read before
    ///   retrying
    /// @throws TooLargeException if there is more to write than [Txn#MAX_BYTES], or than the engine
    ///   takes
    /// @throws StorageFullException if nothing was written for lack of space; reads go on
    Outcome commit(Txn txn);

    /// Opens a reader of every commit to `range` after `after`; [Revision#NONE] means after the
    /// newest.
    ///
    /// @throws CompactedException if commits after `after` were compacted away
    Cursor watch(Range range, Revision after);

    /// Forgets values superseded before `revision` and the events up to it; reads and watches below
    /// it fail from now on. Compacting below what is already compacted does nothing.
    void compact(Revision revision);

    /// The oldest revision that [#read] accepts; [Revision#NONE] when nothing was compacted yet.
    Revision compactedRevision();

    /// How the engine is doing, for operators. Cheap, asks nobody, and reads no data; what cannot
    /// be told at the moment is left out.
    List<Statistic> statistics();

    /// Ends waiting calls and cursors with [UnavailableException], then releases everything.
    /// Idempotent.
    @Override
    void close();
}
