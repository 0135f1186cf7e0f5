package dev.hanse.storage.encryption;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;

/// Ciphers of one secret and one direction, to be used again: a JDK cipher that is initialized with
/// the secret it had before keeps its key schedule. Holds as many as were ever busy at once, and
/// nobody yields while encrypting, so about one a core.
///
/// Thread-safe.
final class CipherPool {

    private final String transformation;
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    CipherPool(String transformation) {
        this.transformation = transformation;
    }

    Cipher take() throws GeneralSecurityException {
        var pooled = idle.poll();
        return pooled == null ? Cipher.getInstance(transformation) : pooled;
    }

    void giveBack(Cipher cipher) {
        idle.add(cipher);
    }
}
