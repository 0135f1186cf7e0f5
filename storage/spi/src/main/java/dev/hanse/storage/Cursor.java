package dev.hanse.storage;

import java.util.List;

/// A reader of the history of one range, at its own pace, without a thread of its own.
///
/// Sees every commit after its start exactly once, in revision order, with no gap. A slow reader
/// costs no memory: it reads from disk what it missed, until compaction overtakes it.
///
/// Used by one thread at a time; [#whenReadable] may be called from any thread.
public interface Cursor extends AutoCloseable {

    /// What came next, possibly nothing.
    ///
    /// @param events whole commits, ordered by revision and, within one commit, by key
    /// @param upTo every event of the range up to and including this revision has been returned;
    ///   may be newer than the last event, and is what a bookmark may promise
    record Batch(List<Event> events, Revision upTo) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /// The next events, about `maxEvents` of them (a commit is never split), without waiting for
    /// new commits. An empty batch means the reader has caught up with `upTo`.
    ///
    /// @throws CompactedException if events this cursor has not seen were compacted away
    /// @throws UnreadableValueException if a value of the next events cannot be turned back; every
    ///   later call throws it again, so that nobody takes the gap for nothing
    Batch next(int maxEvents);

    /// Runs `signal` once, soon after an event that [#next] has not returned becomes visible, and
    /// at once if there is one already. Replaces a signal that has not run. `signal` must not
    /// block: it is run by the thread that publishes commits. It also runs when the store fails or
    /// closes.
    void whenReadable(Runnable signal);

    /// Forgets the signal and releases what the cursor holds. Idempotent.
    @Override
    void close();
}
