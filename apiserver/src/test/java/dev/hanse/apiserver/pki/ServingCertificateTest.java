package dev.hanse.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingCertificateTest {

    private static final Clock NOW = Clock.systemUTC();

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1", "kubernetes.default.svc", "my.host"})
    void clientsThatKnowTheAuthorityAcceptEveryName(String name) throws Exception {
        var serving = ServingCertificate.prepare(directory, "apiserver", List.of("my.host"), NOW);

        assertThat(handshake(serving, name)).isTrue();
    }

    @Test
    void anotherNameIsNotCovered() throws Exception {
        var serving = ServingCertificate.prepare(directory, "apiserver", List.of(), NOW);

        assertThat(handshake(serving, "my.host")).isFalse();
    }

    @Test
    void theKeysAreForTheirOwnerOnly() throws IOException {
        ServingCertificate.prepare(directory, "apiserver", List.of(), NOW);

        assertThat(Files.getPosixFilePermissions(directory.resolve("apiserver.key"))).hasSize(2);
        assertThat(Files.getPosixFilePermissions(directory.resolve("apiserver-ca.key"))).hasSize(2);
    }

    @Test
    void aRestartKeepsWhatIsStillGood() throws IOException {
        var before = leafAfter(NOW, "my.host", "10.0.0.1", "0.0.0.0");

        var after = leafAfter(NOW, "my.host", "10.0.0.1", "0.0.0.0");

        assertThat(after).isEqualTo(before);
    }

    @Test
    void aNewNameMakesANewCertificateOfTheSameAuthority() throws IOException {
        var before = leafAfter(NOW);
        var authority = Files.readString(directory.resolve("apiserver-ca.crt"));

        var after = leafAfter(NOW, "my.host");

        assertThat(after).isNotEqualTo(before);
        assertThat(Files.readString(directory.resolve("apiserver-ca.crt"))).isEqualTo(authority);
    }

    @Test
    void aCertificateIsRenewedBeforeItEnds() throws IOException {
        var before = leafAfter(NOW);

        assertThat(leafAfter(Clock.offset(NOW, Duration.ofDays(300)))).isEqualTo(before);
        assertThat(leafAfter(Clock.offset(NOW, Duration.ofDays(340)))).isNotEqualTo(before);
    }

    @Test
    void aPairTornByACrashIsReplaced() throws IOException {
        var before = leafAfter(NOW);
        SecretFile.write(
                directory.resolve("apiserver.key"),
                Pem.of(KeyPairs.ellipticCurve().getPrivate()).getBytes(StandardCharsets.US_ASCII));

        assertThat(leafAfter(NOW)).isNotEqualTo(before);
    }

    @Test
    void aPairFromSomebodyElseIsLeftAlone() throws IOException {
        var foreign =
                CertificateAuthority.create("their authority", NOW)
                        .issueServer("theirs", List.of("localhost"), Duration.ofDays(1));
        write("apiserver.crt", Pem.of(foreign.chain()));
        write("apiserver.key", Pem.of(foreign.key()));

        var serving = ServingCertificate.prepare(directory, "apiserver", List.of("my.host"), NOW);

        assertThat(Files.readString(serving.certificateFile())).isEqualTo(Pem.of(foreign.chain()));
        assertThat(serving.authority()).isEqualTo(Pem.of(foreign.chain()));
        assertThat(directory.resolve("apiserver-ca.key")).doesNotExist();
    }

    private String leafAfter(Clock clock, String... names) throws IOException {
        var serving = ServingCertificate.prepare(directory, "apiserver", List.of(names), clock);
        return Files.readString(serving.certificateFile());
    }

    private void write(String file, String text) {
        SecretFile.write(directory.resolve(file), text.getBytes(StandardCharsets.US_ASCII));
    }

    /// A real handshake in which the client expects `name`; whether it was content.
    private static boolean handshake(ServingCertificate serving, String name) throws Exception {
        try (var listener =
                (SSLServerSocket)
                        serverContext(serving)
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var served = CompletableFuture.runAsync(() -> serveOnce(listener));
            var plain = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
            try (var socket =
                    (SSLSocket)
                            clientContext(serving)
                                    .getSocketFactory()
                                    .createSocket(plain, name, listener.getLocalPort(), true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return true;
            } catch (SSLException e) {
                return false;
            } finally {
                served.join();
            }
        }
    }

    private static void serveOnce(SSLServerSocket listener) {
        try (var socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
        } catch (IOException e) {
            // the client hung up: it says itself what it thinks of the certificate
            assertThat(e).isNotNull();
        }
    }

    private static SSLContext serverContext(ServingCertificate serving)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry(
                "server",
                Pem.readPrivateKey(serving.keyFile()),
                new char[0],
                Pem.readCertificates(serving.certificateFile()).toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext clientContext(ServingCertificate serving)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        serving.authority().getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
