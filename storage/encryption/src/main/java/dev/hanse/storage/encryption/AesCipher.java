package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES as Kubernetes stores it: a random nonce, then the ciphertext.
///
/// In Galois/counter mode the storage key is authenticated with the value. In CBC mode nothing is:
/// whoever can write to the store can change a value, or move it to another key, unnoticed.
final class AesCipher implements ValueCipher {

    private static final int BLOCK = 16;
    private static final int GCM_NONCE = 12;
    private static final int GCM_TAG = 16;

    private final boolean authenticated;
    private final int nonceLength;
    private final SecretKeySpec secret;
    private final SecureRandom random;
    private final CipherPool sealing;
    private final CipherPool opening;

    private AesCipher(byte[] secret, boolean authenticated, SecureRandom random) {
        this.authenticated = authenticated;
        this.nonceLength = authenticated ? GCM_NONCE : BLOCK;
        this.secret = new SecretKeySpec(secret, "AES");
        this.random = random;
        var transformation = authenticated ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding";
        this.sealing = new CipherPool(transformation);
        this.opening = new CipherPool(transformation);
    }

    static AesCipher gcm(byte[] secret, SecureRandom random) {
        return new AesCipher(secret, true, random);
    }

    static AesCipher cbc(byte[] secret, SecureRandom random) {
        return new AesCipher(secret, false, random);
    }

    /// Every nonce is random, so one secret of GCM is good for about 2^32 values (NIST SP 800-38D,
    /// section 8.3); Kubernetes advises a new one long before.
    @Override
    public byte[] seal(byte[] prefix, byte[] plain, Bytes key) {
        var nonce = new byte[nonceLength];
        random.nextBytes(nonce);
        int start = prefix.length + nonceLength;
        var sealed = Arrays.copyOf(prefix, start + sealedLength(plain.length));
        System.arraycopy(nonce, 0, sealed, prefix.length, nonceLength);
        try {
            var cipher = sealing.take();
            cipher.init(Cipher.ENCRYPT_MODE, secret, parameters(nonce, 0));
            authenticate(cipher, key);
            cipher.doFinal(plain, 0, plain.length, sealed, start);
            sealing.giveBack(cipher);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES does not work in this JVM", e);
        }
        return sealed;
    }

    @Override
    public byte[] open(byte[] stored, int offset, Bytes key) throws GeneralSecurityException {
        int start = offset + nonceLength;
        if (stored.length < start + (authenticated ? GCM_TAG : BLOCK)) {
            throw new GeneralSecurityException(
                    "the stored data was shorter than the required size");
        }
        var cipher = opening.take();
        try {
            cipher.init(Cipher.DECRYPT_MODE, secret, parameters(stored, offset));
            authenticate(cipher, key);
            return cipher.doFinal(stored, start, stored.length - start);
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException(
                    authenticated ? "message authentication failed" : "invalid padding on input",
                    e);
        } finally {
            opening.giveBack(cipher);
        }
    }

    private int sealedLength(int length) {
        return authenticated ? length + GCM_TAG : length + BLOCK - length % BLOCK;
    }

    private AlgorithmParameterSpec parameters(byte[] nonce, int offset) {
        return authenticated
                ? new GCMParameterSpec(GCM_TAG * Byte.SIZE, nonce, offset, GCM_NONCE)
                : new IvParameterSpec(nonce, offset, BLOCK);
    }

    private void authenticate(Cipher cipher, Bytes key) {
        if (authenticated) {
            cipher.updateAAD(key.unsafeArray());
        }
    }
}
