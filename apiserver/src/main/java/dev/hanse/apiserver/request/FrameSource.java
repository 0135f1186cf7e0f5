package dev.hanse.apiserver.request;

import java.time.Duration;
import java.util.List;

/// Frames for one streaming response, pulled when the socket is writable.
///
/// Used by one thread at a time; may block for storage, so never called on an event loop.
public interface FrameSource extends AutoCloseable {

    /// Frames that are ready now, each complete in itself; empty when there are none now. Sets
    /// `ended` when nothing will ever follow.
    record Frames(List<byte[]> frames, boolean ended) {
        public Frames {
            frames = List.copyOf(frames);
        }
    }

    Frames next();

    /// Runs `signal` once when [#next] has something to say, from any thread, and gives it no work
    /// to do but to schedule the next pull.
    void whenReadable(Runnable signal);

    /// How long [#next] may wait for a signal before it has something to do anyway.
    Duration wakeAfter();

    /// Releases what the source holds. Idempotent.
    @Override
    void close();
}
