package dev.hanse.apiserver.authn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.hanse.apiserver.pki.KeyPairs;
import dev.hanse.apiserver.pki.Pem;
import dev.hanse.apiserver.pki.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The key that signs service account tokens, and all keys whose signatures still count.
/// Thread-safe.
public final class ServiceAccountKeys {

    private final PrivateKey signingKey;
    private final PublicKey signingPublicKey;
    private final List<PublicKey> trusted;

    private ServiceAccountKeys(PrivateKey signingKey, List<PublicKey> moreTrusted) {
        this.signingKey = signingKey;
        this.signingPublicKey = KeyPairs.publicKey(signingKey);
        var all = new ArrayList<PublicKey>();
        all.add(signingPublicKey);
        moreTrusted.stream().filter(each -> !each.equals(signingPublicKey)).forEach(all::add);
        this.trusted = List.copyOf(all);
    }

    /// The key in `file`, made when there is none.
    public static ServiceAccountKeys loadOrCreate(Path file) {
        if (!Files.exists(file)) {
            SecretFile.write(file, Pem.of(KeyPairs.rsa().getPrivate()).getBytes(US_ASCII));
        }
        return load(file, List.of());
    }

    /// @param signingKeyFile `--service-account-signing-key-file`
    /// @param keyFiles `--service-account-key-file`, public or private keys
    public static ServiceAccountKeys load(Path signingKeyFile, List<Path> keyFiles) {
        return new ServiceAccountKeys(
                Pem.readPrivateKey(signingKeyFile),
                keyFiles.stream().flatMap(each -> Pem.readPublicKeys(each).stream()).toList());
    }

    String signingKeyId() {
        return keyId(signingPublicKey);
    }

    JWSAlgorithm signingAlgorithm() {
        return algorithm(signingPublicKey);
    }

    JWSSigner signer() {
        try {
            return signingKey instanceof ECPrivateKey ec
                    ? new ECDSASigner(ec)
                    : new RSASSASigner(signingKey);
        } catch (JOSEException e) {
            throw new IllegalStateException("unusable service account signing key", e);
        }
    }

    /// Verifiers for a signature that claims `algorithm` and, unless empty, `keyId`.
    List<JWSVerifier> verifiers(JWSAlgorithm algorithm, String keyId) {
        return trusted.stream()
                .filter(each -> algorithm(each).equals(algorithm))
                .filter(each -> keyId.isEmpty() || keyId(each).equals(keyId))
                .map(ServiceAccountKeys::verifier)
                .toList();
    }

    /// What others need to verify tokens.
    List<JWK> publicKeys() {
        return trusted.stream().map(ServiceAccountKeys::webKey).toList();
    }

    private static JWSVerifier verifier(PublicKey key) {
        try {
            return key instanceof ECPublicKey ec
                    ? new ECDSAVerifier(ec)
                    : new RSASSAVerifier((RSAPublicKey) key);
        } catch (JOSEException e) {
            throw new IllegalStateException("the key was checked when it was read", e);
        }
    }

    private static JWK webKey(PublicKey key) {
        return key instanceof ECPublicKey ec
                ? new ECKey.Builder(curve(ec), ec)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm(key))
                        .keyID(keyId(key))
                        .build()
                : new RSAKey.Builder((RSAPublicKey) key)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm(key))
                        .keyID(keyId(key))
                        .build();
    }

    private static JWSAlgorithm algorithm(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            return JWSAlgorithm.RS256;
        }
        var curve = curve(ec);
        if (curve.equals(Curve.P_384)) {
            return JWSAlgorithm.ES384;
        }
        return curve.equals(Curve.P_521) ? JWSAlgorithm.ES512 : JWSAlgorithm.ES256;
    }

    private static Curve curve(ECPublicKey key) {
        return Curve.forECParameterSpec(key.getParams());
    }

    /// Kubernetes' choice: the unpadded base64url of the SHA-256 of the DER form.
    private static String keyId(PublicKey key) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
