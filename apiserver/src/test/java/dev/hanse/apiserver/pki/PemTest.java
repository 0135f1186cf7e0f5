package dev.hanse.apiserver.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {

    @TempDir Path directory;

    static Stream<KeyPair> keyPairs() {
        return Stream.of(KeyPairs.ellipticCurve(), KeyPairs.rsa());
    }

    @ParameterizedTest
    @MethodSource("keyPairs")
    void aPrivateKeyComesBackWithItsPublicHalf(KeyPair pair) {
        var file = directory.resolve("key.pem");
        SecretFile.write(file, Pem.of(pair.getPrivate()).getBytes(US_ASCII));

        assertThat(Pem.readPrivateKey(file)).isEqualTo(pair.getPrivate());
        assertThat(Pem.readPublicKeys(file)).containsExactly(pair.getPublic());
        assertThat(KeyPairs.publicKey(pair.getPrivate())).isEqualTo(pair.getPublic());
    }

    /// The form `openssl ecparam -genkey` writes, with its parameters in front.
    @Test
    void aKeyInOpenSslsOwnFormIsRead() throws IOException {
        var file = directory.resolve("ec.pem");
        Files.writeString(
                file,
                """
                -----BEGIN EC PARAMETERS-----
                BggqhkjOPQMBBw==
                -----END EC PARAMETERS-----
                """
                        + ecPrivateKey());

        assertThat(Pem.readPrivateKey(file).getAlgorithm()).isIn("EC", "ECDSA");
        assertThat(Pem.readPublicKeys(file)).hasSize(1);
    }

    @Test
    void certificatesComeBackInOrder() {
        var first = CertificateAuthority.create("first", Clock.systemUTC()).certificate();
        var second = CertificateAuthority.create("second", Clock.systemUTC()).certificate();
        var file = directory.resolve("bundle.pem");
        SecretFile.write(file, Pem.of(List.of(first, second)).getBytes(US_ASCII));

        assertThat(Pem.readCertificates(file)).containsExactly(first, second);
        assertThat(Pem.readPublicKeys(file))
                .containsExactly(first.getPublicKey(), second.getPublicKey());
    }

    @Test
    void aFileWithoutTheRightThingIsRefusedByName() throws IOException {
        var file = Files.writeString(directory.resolve("empty.pem"), "nothing here");

        assertThatThrownBy(() -> Pem.readPrivateKey(file))
                .isInstanceOf(InvalidPemException.class)
                .hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> Pem.readCertificates(file))
                .isInstanceOf(InvalidPemException.class);
    }

    @Test
    void secretsAreForTheirOwnerOnlyAndReplaceOlderOnes() throws IOException {
        var file = directory.resolve("new/secret");

        SecretFile.write(file, new byte[] {1});
        SecretFile.write(file, new byte[] {2});

        assertThat(Files.readAllBytes(file)).containsExactly(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    private static String ecPrivateKey() throws IOException {
        var info = PrivateKeyInfo.getInstance(KeyPairs.ellipticCurve().getPrivate().getEncoded());
        var key = ECPrivateKey.getInstance(info.parsePrivateKey());
        var named =
                new ECPrivateKey(256, key.getKey(), info.getPrivateKeyAlgorithm().getParameters());
        return "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(named.getEncoded())
                + "\n-----END EC PRIVATE KEY-----\n";
    }
}
