package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/// One way to keep values: as they are, or encrypted with one secret. Never shows its secret.
public sealed interface Provider {

    /// What every encrypted value starts with, whatever the algorithm; no plain value does.
    Bytes ENCRYPTED = Bytes.utf8("k8s:enc:");

    /// Keeps values as they are.
    static Provider identity() {
        return new Identity();
    }

    /// @param name of the secret, as it is stored before each value
    static Provider encrypting(
            Algorithm algorithm, String name, Bytes secret, SecureRandom random) {
        if (!algorithm.secretLengths().contains(secret.length())) {
            throw new IllegalArgumentException("a secret of " + secret.length() + " bytes");
        }
        return new Encrypting(
                Bytes.utf8(ENCRYPTED.utf8() + algorithm.label() + ":v1:" + name + ":"),
                algorithm.cipher(secret, random));
    }

    /// Whether a value looks as if this provider had written it.
    boolean claims(Bytes stored);

    Bytes seal(Bytes key, Bytes plain);

    /// @throws GeneralSecurityException if it was written with another secret, or tampered with
    Bytes open(Bytes key, Bytes stored) throws GeneralSecurityException;

    /// See [#identity].
    record Identity() implements Provider {

        @Override
        public boolean claims(Bytes stored) {
            return !stored.startsWith(ENCRYPTED);
        }

        @Override
        public Bytes seal(Bytes key, Bytes plain) {
            return plain;
        }

        @Override
        public Bytes open(Bytes key, Bytes stored) {
            return stored;
        }
    }

    /// See [#encrypting].
    final class Encrypting implements Provider {

        private final Bytes prefix;
        private final ValueCipher cipher;

        private Encrypting(Bytes prefix, ValueCipher cipher) {
            this.prefix = prefix;
            this.cipher = cipher;
        }

        @Override
        public boolean claims(Bytes stored) {
            return stored.startsWith(prefix);
        }

        @Override
        public Bytes seal(Bytes key, Bytes plain) {
            return Bytes.wrap(cipher.seal(prefix.unsafeArray(), plain.unsafeArray(), key));
        }

        @Override
        public Bytes open(Bytes key, Bytes stored) throws GeneralSecurityException {
            return Bytes.wrap(cipher.open(stored.unsafeArray(), prefix.length(), key));
        }

        @Override
        public String toString() {
            return prefix.toString();
        }
    }
}
