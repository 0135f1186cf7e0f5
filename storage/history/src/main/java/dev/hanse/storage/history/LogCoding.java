package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Event;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The rows of the `log` column family: one per changed key, in the order of revisions.
///
/// ```
/// row key    revision (8 bytes) · key
/// row value  kind · previous mod revision (8 bytes, zero when the key did not exist)
/// ```
///
/// A row names the exact `data` rows of an event's entries, so that neither replay nor compaction
/// has to search for them.
final class LogCoding {

    private static final byte DELETED = 0;
    private static final byte PUT = 1;

    private LogCoding() {}

    static byte[] row(Bytes key, long revision) {
        return ByteBuffer.allocate(Long.BYTES + key.length())
                .putLong(revision)
                .put(key.unsafeArray())
                .array();
    }

    /// Where the rows of commits from `revision` on begin.
    static byte[] bound(long revision) {
        return ByteBuffer.allocate(Long.BYTES).putLong(revision).array();
    }

    static long revision(byte[] row) {
        return ByteBuffer.wrap(row).getLong();
    }

    static Bytes key(byte[] row) {
        return Bytes.wrap(Arrays.copyOfRange(row, Long.BYTES, row.length));
    }

    static byte[] value(Event event) {
        var previous = event.previous();
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(event.current() == null ? DELETED : PUT)
                .putLong(previous == null ? 0 : previous.modRevision().value())
                .array();
    }

    static boolean isWellFormed(byte[] value) {
        return value.length == 1 + Long.BYTES && (value[0] == DELETED || value[0] == PUT);
    }

    static boolean isDeletion(byte[] value) {
        return value[0] == DELETED;
    }

    /// The revision of the value that the change replaced, or zero.
    static long previousRevision(byte[] value) {
        return ByteBuffer.wrap(value).getLong(1);
    }
}
