package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Rows to be written together, in the form in which RocksDB's write-ahead log holds a batch: each
/// row would otherwise be carried to native code by a call of its own, which costs more than making
/// it.
///
/// ```
/// sequence number (8 bytes, given by RocksDB) · number of operations (4 bytes) · operations
/// operation  kind · varint family · varint length · key [ · varint length · value ]
/// ```
///
/// The numbers of the header are little-endian. Not thread-safe.
final class RowBatch {

    private static final int COUNT = Long.BYTES;
    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final int FIRST_LENGTH = 1 << 10;
    private static final int MOST_KEPT = 1 << 20;

    private static final byte DELETION = 0x4;
    private static final byte VALUE = 0x5;
    private static final byte RANGE_DELETION = 0xe;

    private static final int LONGEST_VARINT = 5;

    private byte[] bytes = new byte[FIRST_LENGTH];
    private int size = HEADER;
    private int count;

    void put(ColumnFamilyHandle family, byte[] key, byte[] value) {
        operation(VALUE, family, key);
        slice(value, value.length);
    }

    /// Puts `head` and `rest`, one after the other, as the value.
    void put(ColumnFamilyHandle family, byte[] key, byte[] head, Bytes rest) {
        operation(VALUE, family, key);
        slice(head, head.length + rest.length());
        append(rest.unsafeArray());
    }

    void delete(ColumnFamilyHandle family, byte[] key) {
        operation(DELETION, family, key);
    }

    /// Deletes every row from `start` to before `end`.
    void deleteRange(ColumnFamilyHandle family, byte[] start, byte[] end) {
        operation(RANGE_DELETION, family, start);
        slice(end, end.length);
    }

    /// The number of operations.
    int count() {
        return count;
    }

    /// How many bytes would be written.
    int size() {
        return size;
    }

    /// Starts over. Memory is kept for the next rows, unless it is much.
    void clear() {
        size = HEADER;
        count = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[FIRST_LENGTH];
        }
    }

    /// The same as an object of RocksDB, to be closed by the caller.
    WriteBatch toWriteBatch() throws RocksDBException {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT, count);
        return new WriteBatch(Arrays.copyOf(bytes, size));
    }

    private void operation(byte kind, ColumnFamilyHandle family, byte[] key) {
        reserve(1 + LONGEST_VARINT);
        bytes[size++] = kind;
        varint(family.getID());
        slice(key, key.length);
        count++;
    }

    /// @param length of the whole, of which `beginning` is the first or only part
    private void slice(byte[] beginning, int length) {
        reserve(LONGEST_VARINT + length);
        varint(length);
        append(beginning);
    }

    private void append(byte[] part) {
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
    }

    /// Seven bits a byte, the lowest first; all but the last byte have the highest bit set.
    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void reserve(int room) {
        int needed = Math.addExact(size, room);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }
}
