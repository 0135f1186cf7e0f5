package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import java.util.Locale;

/// Keys as the server writes them, in order of their numbers.
final class Keys {

    private Keys() {}

    /// @param kind keeps the keys of different measurements apart
    static Bytes of(String kind, long number) {
        return Bytes.utf8(
                String.format(
                        Locale.ROOT,
                        "/registry/core/%s/-/tenant/default/object-%010d",
                        kind,
                        number));
    }
}
