package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.security.SecureRandom;

/// Secrets of tests: `0123456789abcdef`, repeated and cut to length.
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static Provider provider(Algorithm algorithm, String name, int secretLength) {
        return provider(algorithm, name, "0123456789abcdef".repeat(2).substring(0, secretLength));
    }

    static Provider provider(Algorithm algorithm, String name, String secret) {
        return Provider.encrypting(algorithm, name, Bytes.utf8(secret), RANDOM);
    }

    /// A provider whose secret nobody else has.
    static Provider fresh(Algorithm algorithm, String name) {
        var secret = new byte[algorithm.secretLengths().getLast()];
        RANDOM.nextBytes(secret);
        return Provider.encrypting(algorithm, name, Bytes.wrap(secret), RANDOM);
    }
}
