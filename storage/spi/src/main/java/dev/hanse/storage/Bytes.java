package dev.hanse.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An immutable run of bytes, ordered unsigned and lexicographically as keys are.
///
/// Immutable by agreement: [#wrap] and [#unsafeArray] share the array instead of copying it,
/// because values are served as they are stored. Nobody writes into a shared array.
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;
    private int hash;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /// Wraps without copying; the caller gives the array away.
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    public static Bytes copyOf(byte[] array) {
        return wrap(array.clone());
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    public byte at(int index) {
        return array[index];
    }

    public boolean startsWith(Bytes prefix) {
        return array.length >= prefix.array.length
                && Arrays.mismatch(
                                array, 0, prefix.array.length, prefix.array, 0, prefix.array.length)
                        < 0;
    }

    /// The array itself, not a copy: read only.
    public byte[] unsafeArray() {
        return array;
    }

    public String utf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /// The smallest value that sorts after every value starting with this one, or null when there
    /// is none (empty, or all 0xff).
    public @Nullable Bytes prefixEnd() {
        for (int i = array.length - 1; i >= 0; i--) {
            if (array[i] != (byte) 0xff) {
                var end = Arrays.copyOf(array, i + 1);
                end[i]++;
                return wrap(end);
            }
        }
        return null;
    }

    /// The smallest value that sorts after this one: this one and a zero byte.
    public Bytes next() {
        return wrap(Arrays.copyOf(array, array.length + 1));
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(array);
            hash = h;
        }
        return h;
    }

    /// Printable text as it is, anything else as hexadecimal; for messages and debugging.
    @Override
    public String toString() {
        for (byte b : array) {
            if (b < 0x20 || b == 0x7f) {
                return "0x" + HexFormat.of().formatHex(array, 0, Math.min(array.length, 64));
            }
        }
        return utf8();
    }
}
