package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rows of the `index` column family. Those of one index are:
///
/// ```
/// versions   number (4 bytes) · 01 · escaped term · 00 01 · row of DataCoding without value
/// ends       number (4 bytes) · 02 · revision (8 bytes) · escaped term · 00 01 · escaped key · 00 01
/// ```
///
/// A version says that from its revision on the key has the term, or has it no more. It is written
/// only where that changes. An end names a version that says "no more": once that revision is
/// compacted, neither it nor any older version of the same term and key is of use.
///
/// Number zero belongs to the list of indexes: `number zero · name` → [IndexRecord].
final class IndexCoding {

    private static final byte[] HAS = {1};
    private static final byte[] HAS_NO_MORE = DataCoding.tombstone();
    private static final byte[] NOTHING = {};
    private static final byte VERSIONS = 1;
    private static final byte ENDS = 2;
    private static final int KIND = Integer.BYTES;
    private static final int HEADER_LENGTH = KIND + 1;
    private static final int END_HEADER_LENGTH = HEADER_LENGTH + Long.BYTES;

    private IndexCoding() {}

    /// What the versions of all keys with `term` begin with.
    static byte[] prefix(int number, Bytes term) {
        var escaped = DataCoding.bound(term);
        return ByteBuffer.allocate(HEADER_LENGTH + escaped.length + 2)
                .putInt(number)
                .put(VERSIONS)
                .put(escaped)
                .put((byte) 0)
                .put((byte) 1)
                .array();
    }

    /// Where the versions of `term` from `key` on begin; behind all of them without a key.
    static byte[] bound(byte[] prefix, @Nullable Bytes key) {
        if (key == null) {
            var behind = prefix.clone();
            behind[behind.length - 1] = 2;
            return behind;
        }
        return joined(prefix, DataCoding.bound(key));
    }

    static byte[] version(int number, Bytes term, Bytes key, long revision) {
        return joined(prefix(number, term), DataCoding.row(key, revision));
    }

    static int number(byte[] row) {
        return ByteBuffer.wrap(row).getInt();
    }

    static boolean isEnd(byte[] row) {
        return row[KIND] == ENDS;
    }

    /// How long the part of a version before its key is, or of an end; -1 if it is neither.
    static int prefixLength(byte[] row) {
        if (row.length <= KIND || (row[KIND] != VERSIONS && row[KIND] != ENDS)) {
            return -1;
        }
        // A zero inside the term is followed by ff.
        int start = isEnd(row) ? END_HEADER_LENGTH : HEADER_LENGTH;
        int endOfKey = row.length - 2 - (isEnd(row) ? 0 : Long.BYTES);
        for (int i = start; i < endOfKey; i++) {
            if (row[i] == 0 && row[i + 1] == 1) {
                return i + 2;
            }
        }
        return -1;
    }

    /// The key of a version whose prefix has this length.
    static Bytes key(byte[] version, int prefixLength) {
        return DataCoding.key(Arrays.copyOfRange(version, prefixLength, version.length));
    }

    static byte[] has() {
        return HAS;
    }

    static byte[] hasNoMore() {
        return HAS_NO_MORE;
    }

    /// The end that names `version`.
    static byte[] end(byte[] version) {
        return ByteBuffer.allocate(version.length)
                .put(version, 0, KIND)
                .put(ENDS)
                .putLong(DataCoding.revision(version))
                .put(version, HEADER_LENGTH, version.length - HEADER_LENGTH - Long.BYTES)
                .array();
    }

    /// The version that `end` names.
    static byte[] ended(byte[] end) {
        return ByteBuffer.allocate(end.length)
                .put(end, 0, KIND)
                .put(VERSIONS)
                .put(end, END_HEADER_LENGTH, end.length - END_HEADER_LENGTH)
                .putLong(~ByteBuffer.wrap(end).getLong(HEADER_LENGTH))
                .array();
    }

    /// Where the ends from `revision` on begin.
    static byte[] endsFrom(int number, long revision) {
        return ByteBuffer.allocate(END_HEADER_LENGTH)
                .putInt(number)
                .put(ENDS)
                .putLong(revision)
                .array();
    }

    /// Where everything of an index begins, and everything of the one before ends.
    static byte[] start(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    static byte[] listed(Bytes name) {
        return joined(start(0), name.unsafeArray());
    }

    static Bytes name(byte[] listed) {
        return Bytes.wrap(Arrays.copyOfRange(listed, Integer.BYTES, listed.length));
    }

    static byte[] nothing() {
        return NOTHING;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }
}
