package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import java.util.Arrays;

/// Keys as the server writes them, in order of their numbers.
final class Keys {

    private static final int DIGITS = 10;

    private final byte[] prefix;

    /// @param resource keeps the keys of different loads apart
    Keys(String resource) {
        this.prefix =
                Bytes.utf8("/registry/core/" + resource + "/-/tenant/default/object-")
                        .unsafeArray();
    }

    Bytes of(long number) {
        var key = Arrays.copyOf(prefix, prefix.length + DIGITS);
        long rest = number;
        for (int i = key.length - 1; i >= prefix.length; i--) {
            key[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return Bytes.wrap(key);
    }

    /// Every key there can be.
    Bytes prefix() {
        return Bytes.copyOf(prefix);
    }
}
