package dev.hanse.machinery.codec;

/// Takes bytes; for instance `ByteArrayOutputStream::write` or a network buffer.
@FunctionalInterface
public interface ByteSink {

    /// Takes a copy of `length` bytes from `offset` on.
    void write(byte[] bytes, int offset, int length);

    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }
}
