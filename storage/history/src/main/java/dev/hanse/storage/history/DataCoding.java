package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rows of the `data` column family: one per key and revision, newest revision first.
///
/// ```
/// row key    escaped key · 00 01 · inverted revision (8 bytes)
/// row value  kind · create revision (8 bytes) · value
/// ```
///
/// A zero byte inside a key is written as `00 ff`, so that the terminator sorts before every longer
/// key with the same beginning and row order is key order for arbitrary bytes.
final class DataCoding {

    private static final int TERMINATOR_LENGTH = 2;
    private static final int SUFFIX_LENGTH = TERMINATOR_LENGTH + Long.BYTES;
    private static final int HEADER_LENGTH = 1 + Long.BYTES;
    private static final byte ESCAPED_ZERO = (byte) 0xff;
    private static final byte TOMBSTONE = 0;
    private static final byte VALUE = 1;

    private DataCoding() {}

    /// The row of `key` written at `revision`; as a position to seek, the newest one not after it.
    static byte[] row(Bytes key, long revision) {
        var row = escape(key, SUFFIX_LENGTH);
        row[row.length - SUFFIX_LENGTH + 1] = 1;
        setRevision(row, revision);
        return row;
    }

    /// Where the rows of keys from `key` on begin.
    static byte[] bound(Bytes key) {
        return escape(key, 0);
    }

    /// The position behind every version of the key of `row`.
    static byte[] behind(byte[] row) {
        var bound = Arrays.copyOf(row, row.length - Long.BYTES);
        bound[bound.length - 1] = 2;
        return bound;
    }

    static long revision(byte[] row) {
        return ~ByteBuffer.wrap(row).getLong(row.length - Long.BYTES);
    }

    /// Makes `row` the position of the newest version not after `revision`.
    static void setRevision(byte[] row, long revision) {
        ByteBuffer.wrap(row).putLong(row.length - Long.BYTES, ~revision);
    }

    static boolean sameKey(byte[] row, byte[] other) {
        return Arrays.equals(
                row, 0, row.length - Long.BYTES, other, 0, Math.max(0, other.length - Long.BYTES));
    }

    static Bytes key(byte[] row) {
        int length = row.length - SUFFIX_LENGTH;
        var key = new byte[length];
        int size = 0;
        for (int i = 0; i < length; i++) {
            key[size++] = row[i];
            if (row[i] == 0) {
                i++;
            }
        }
        return Bytes.wrap(size == length ? key : Arrays.copyOf(key, size));
    }

    /// What is before the value of `entry` in the value of its row.
    static byte[] header(Entry entry) {
        return ByteBuffer.allocate(HEADER_LENGTH)
                .put(VALUE)
                .putLong(entry.createRevision().value())
                .array();
    }

    static byte[] tombstone() {
        return new byte[] {TOMBSTONE};
    }

    static boolean isTombstone(byte kind) {
        return kind == TOMBSTONE;
    }

    static boolean isWellFormed(byte[] row) {
        int end = row.length - SUFFIX_LENGTH;
        return end >= 0 && row[end] == 0 && row[end + 1] == 1 && isEscaped(row, end);
    }

    private static boolean isEscaped(byte[] row, int end) {
        for (int i = 0; i < end; i++) {
            if (row[i] == 0) {
                i++;
                if (i == end || row[i] != ESCAPED_ZERO) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isWellFormedValue(byte[] value) {
        return value.length > 0
                && (value[0] == VALUE ? value.length >= HEADER_LENGTH : value[0] == TOMBSTONE);
    }

    static long createRevision(byte[] value) {
        return ByteBuffer.wrap(value).getLong(1);
    }

    /// The entry of a row, or null for a tombstone.
    static @Nullable Entry entry(Bytes key, long revision, byte[] value) {
        return entry(key, revision, value, value.length);
    }

    /// The same, of a value in the first `length` bytes of `value`.
    static @Nullable Entry entry(Bytes key, long revision, byte[] value, int length) {
        if (isTombstone(value[0])) {
            return null;
        }
        return new Entry(
                key,
                Bytes.wrap(Arrays.copyOfRange(value, HEADER_LENGTH, length)),
                new Revision(ByteBuffer.wrap(value).getLong(1)),
                new Revision(revision));
    }

    private static byte[] escape(Bytes key, int room) {
        var plain = key.unsafeArray();
        int zeros = 0;
        for (byte b : plain) {
            if (b == 0) {
                zeros++;
            }
        }
        var escaped = new byte[plain.length + zeros + room];
        if (zeros == 0) {
            System.arraycopy(plain, 0, escaped, 0, plain.length);
            return escaped;
        }
        int size = 0;
        for (byte b : plain) {
            escaped[size++] = b;
            if (b == 0) {
                escaped[size++] = ESCAPED_ZERO;
            }
        }
        return escaped;
    }
}
