package dev.hanse.apiserver.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// New key pairs, and the public half of a private key.
public final class KeyPairs {

    private KeyPairs() {}

    /// ECDSA on P-256.
    public static KeyPair ellipticCurve() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /// RSA with 2048 bits.
    public static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /// @throws InvalidPemException unless the key is RSA or ECDSA
    public static PublicKey publicKey(PrivateKey key) {
        try {
            var publicKey =
                    switch (PrivateKeyFactory.createKey(key.getEncoded())) {
                        case RSAPrivateCrtKeyParameters rsa ->
                                new RSAKeyParameters(
                                        false, rsa.getModulus(), rsa.getPublicExponent());
                        case ECPrivateKeyParameters ec ->
                                new ECPublicKeyParameters(
                                        new FixedPointCombMultiplier()
                                                .multiply(ec.getParameters().getG(), ec.getD()),
                                        ec.getParameters());
                        default ->
                                throw new InvalidPemException(
                                        "unsupported kind of key: " + key.getAlgorithm(), null);
                    };
            return new JcaPEMKeyConverter()
                    .getPublicKey(
                            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey));
        } catch (IOException e) {
            throw new InvalidPemException("unreadable private key", e);
        }
    }
}
