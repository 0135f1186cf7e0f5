package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.UnavailableException;
import dev.hanse.testkit.EtcdProcess;
import dev.hanse.testkit.EtcdSettings;
import dev.hanse.testkit.EtcdTlsFiles;
import dev.hanse.testkit.TestingAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that serves over TLS, and only clients with a certificate of its authority.
@SuppressWarnings("NullAway.Init")
class EtcdTlsTest {

    @TempDir static Path certificates;
    private static EtcdTlsFiles client;
    private static EtcdProcess etcd;

    @TempDir Path directory;
    private final String prefix = "/" + UUID.randomUUID();

    @BeforeAll
    static void startEtcd() {
        var authority = new TestingAuthority("etcd-ca");
        client = authority.issue("client", certificates.resolve("client"));
        var server = authority.issue("server", certificates.resolve("server"));
        etcd = EtcdProcess.startNew(EtcdSettings.PLAIN.withTls(server));
    }

    @AfterAll
    static void stopEtcd() {
        etcd.close();
    }

    @Test
    void aClientCertificateOpensTheDoor() {
        try (var server = connect(tls(client))) {
            server.put("key", "x");

            assertThat(server.show()).containsExactly("key=x");
        }
    }

    @Test
    void etcdRefusesWhoShowsNoCertificate() {
        var nameless = new EtcdTls(client.authority(), null, null);

        assertThatThrownBy(() -> connect(nameless))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("etcd");
    }

    @Test
    void anEtcdOfAnotherAuthorityIsNotBelieved() {
        var other = new TestingAuthority("other").issue("client", directory.resolve("other"));

        assertThatThrownBy(() -> connect(tls(other)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no secure connection to etcd");
    }

    @Test
    void whoGivesNoAuthorityBelievesTheSystem() {
        var system = new EtcdTls(null, client.certificate(), client.key());

        assertThatThrownBy(() -> connect(system))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no secure connection to etcd");
    }

    @Test
    void missingFilesAreNamed() {
        var missing = directory.resolve("missing.crt");

        assertThatThrownBy(() -> connect(new EtcdTls(missing, null, null)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("missing.crt");
    }

    @Test
    void rotatedCertificatesAreUsedForTheNextConnection() {
        try (var server = connect(tls(client))) {
            server.put("key", "before");
            etcd.kill();
            var rotated = new TestingAuthority("etcd-ca-2");
            rotated.issue("server", certificates.resolve("server"));
            rotated.issue("client", certificates.resolve("client"));
            etcd.start();

            server.put("key", "after");

            assertThat(server.show()).containsExactly("key=after");
        }
    }

    private static EtcdTls tls(EtcdTlsFiles files) {
        return new EtcdTls(files.authority(), files.certificate(), files.key());
    }

    private ServerOnEtcd connect(EtcdTls tls) {
        var deadline = Duration.ofSeconds(20);
        return ServerOnEtcd.connect(
                new EtcdStorageConfig(
                        List.of(etcd.endpoint()),
                        prefix,
                        directory.resolve("replica"),
                        deadline,
                        8 << 20,
                        1 << 20,
                        tls));
    }
}
