package dev.hanse.kinds.protobuf;

import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of a message that is being written from its beginning. What is written may later get a
/// length in front, or be put into another order.
final class WireBuffer {
    private static final int MORE = 0x80;

    private byte[] bytes;
    private int size;

    WireBuffer(int expected) {
        this.bytes = new byte[Math.max(64, expected)];
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void writeTag(int field, int wireType) {
        writeVarint((long) field << 3 | wireType);
    }

    void writeDelimited(int field, byte[] content) {
        writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        writeVarint(content.length);
        write(content);
    }

    void writeDelimited(int field, String text) {
        writeDelimited(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Negative numbers take ten bytes, as protobuf has it for int32 and int64.
    void writeVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & -MORE) != 0) {
            bytes[size++] = (byte) (rest | MORE);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeFixed64(long value) {
        reserve(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void write(byte[] content) {
        write(content, 0, content.length);
    }

    void write(byte[] content, int from, int length) {
        reserve(length);
        System.arraycopy(content, from, bytes, size, length);
        size += length;
    }

    /// Appends a copy of what was written between two positions.
    void repeat(int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, bytes, size, to - from);
        size += to - from;
    }

    /// Puts its length in front of everything since `start`.
    void insertLength(int start) {
        int length = size - start;
        int header = lengthOfVarint(length);
        reserve(header);
        System.arraycopy(bytes, start, bytes, start + header, length);
        size = start;
        writeVarint(length);
        size = start + header + length;
    }

    /// Forgets what is between two positions; what follows moves there.
    void remove(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, size - to);
        size -= to - from;
    }

    private static int lengthOfVarint(int value) {
        int length = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        return length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
