package dev.hanse.bench;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The bytes of a response, read as text only by who asks.
final class Body {

    static final Charset CHARSET = StandardCharsets.UTF_8;

    private final byte[] bytes;

    Body(byte[] bytes) {
        this.bytes = bytes;
    }

    int size() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return new String(bytes, CHARSET);
    }
}
