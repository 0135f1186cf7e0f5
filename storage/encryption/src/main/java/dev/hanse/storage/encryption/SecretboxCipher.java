package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// NaCl's secretbox (<https://nacl.cr.yp.to/secretbox.html>) as Kubernetes stores it: a random
/// nonce, the Poly1305 tag, then the value encrypted with XSalsa20.
///
/// The value is authenticated, the storage key is not: in Kubernetes' format a ciphertext moved to
/// another key stays valid.
final class SecretboxCipher implements ValueCipher {

    static final int SECRET = 32;
    private static final int NONCE = 24;
    private static final int TAG = 16;
    private static final int MAC_KEY = 32;

    private final KeyParameter secret;
    private final SecureRandom random;

    SecretboxCipher(byte[] secret, SecureRandom random) {
        this.secret = new KeyParameter(secret);
        this.random = random;
    }

    @Override
    public byte[] seal(byte[] prefix, byte[] plain, Bytes key) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        int tag = prefix.length + NONCE;
        var sealed = Arrays.copyOf(prefix, tag + TAG + plain.length);
        System.arraycopy(nonce, 0, sealed, prefix.length, NONCE);
        var stream = stream(nonce);
        var mac = mac(stream);
        stream.processBytes(plain, 0, plain.length, sealed, tag + TAG);
        mac.update(sealed, tag + TAG, plain.length);
        mac.doFinal(sealed, tag);
        return sealed;
    }

    @Override
    public byte[] open(byte[] stored, int offset, Bytes key) throws GeneralSecurityException {
        int tag = offset + NONCE;
        int start = tag + TAG;
        if (stored.length < start) {
            throw new GeneralSecurityException(
                    "the stored data was shorter than the required size");
        }
        var stream = stream(Arrays.copyOfRange(stored, offset, tag));
        var mac = mac(stream);
        mac.update(stored, start, stored.length - start);
        var expected = new byte[TAG];
        mac.doFinal(expected, 0);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(stored, tag, start))) {
            throw new GeneralSecurityException("message authentication failed");
        }
        var plain = new byte[stored.length - start];
        stream.processBytes(stored, start, plain.length, plain, 0);
        return plain;
    }

    private XSalsa20Engine stream(byte[] nonce) {
        var stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(secret, nonce));
        return stream;
    }

    /// The first bytes of the stream are the secret of the tag, the rest encrypts.
    private static Poly1305 mac(XSalsa20Engine stream) {
        var macKey = new byte[MAC_KEY];
        stream.processBytes(macKey, 0, MAC_KEY, macKey, 0);
        var mac = new Poly1305();
        mac.init(new KeyParameter(macKey));
        return mac;
    }
}
