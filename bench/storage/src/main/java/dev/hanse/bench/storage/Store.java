package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Write;
import java.util.List;
import java.util.function.Consumer;

/// What is measured: the verbs that every subject has. Writes are durable when they return.
///
/// Calls block; callers are virtual threads.
interface Store extends AutoCloseable {

    /// @return the revision it was written at
    long put(Bytes key, Bytes value);

    /// Writes a key that must not exist.
    ///
    /// @return the revision it was written at
    long create(Bytes key, Bytes value);

    /// Replaces the value of a key that was last written at `modRevision`.
    ///
    /// @return the revision it was written at
    long replace(Bytes key, long modRevision, Bytes value);

    /// Writes many keys at once, for loading.
    void putAll(List<Write.Put> puts);

    /// Reads the newest values.
    ///
    /// @return how many entries were read
    int read(Range range, int limit);

    /// Tells `onValue` every value written to `range` from now on.
    Watcher watch(Range range, Consumer<byte[]> onValue);

    /// Stops telling.
    interface Watcher extends AutoCloseable {

        @Override
        void close();
    }

    /// Forgets all that was superseded; its space is given back some time.
    void compact();

    /// Gives the space of what was forgotten back now.
    void reclaim();

    @Override
    void close();
}
