package dev.hanse.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.etcd.EtcdStorageConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@SuppressWarnings("NullAway.Init")
class EtcdOptionsTest {

    @TempDir Path directory;

    @Test
    void severalMembersAreTaken() {
        assertThat(config("--etcd-servers", "http://a:2379,http://b:2379").endpoints())
                .containsExactly(URI.create("http://a:2379"), URI.create("http://b:2379"));
    }

    @ParameterizedTest
    @CsvSource({"/registry,/registry", "registry/,/registry", "/a/b,/a/b", "'',''", "/,''"})
    void aPrefixIsWrittenAsKubernetesDoes(String given, String meant) {
        assertThat(config("--etcd-servers", "http://a:1", "--etcd-prefix", given).prefix())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/a//b", "/a/../b", "/a b", "/a\u0000"})
    void aPrefixThatIsNoPathIsRefused(String prefix) {
        assertThatThrownBy(() -> config("--etcd-servers", "http://a:1", "--etcd-prefix", prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--etcd-prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:2379", "ftp://a:2379", "http://a:2379/path", "http://u@a:2379"})
    void anEndpointThatIsNoneIsRefused(String server) {
        assertThatThrownBy(() -> config("--etcd-servers", server))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--etcd-servers");
    }

    @Test
    void plainAndSecureMembersDoNotMix() {
        assertThatThrownBy(() -> config("--etcd-servers", "http://a:1,https://b:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }

    @Test
    void aCertificateAndItsKeyGoTogether() throws IOException {
        var file = file("client.crt");

        assertThatThrownBy(() -> config("--etcd-servers", "https://a:1", "--etcd-certfile", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--etcd-certfile and --etcd-keyfile go together");
    }

    @Test
    void certificatesNeedHttps() throws IOException {
        var file = file("ca.crt");

        assertThatThrownBy(() -> config("--etcd-servers", "http://a:1", "--etcd-cafile", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(
                        () -> config("--etcd-servers", "https://a:1", "--etcd-cafile", "/no/such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot read /no/such");
    }

    @Test
    void secureMembersWithoutFilesUseWhatTheSystemTrusts() {
        assertThat(config("--etcd-servers", "https://a:1").tls().authorities()).isNull();
    }

    @Test
    void optionsForAnEtcdThatIsNotThereAreRefused() {
        var options = CommandLine.populateCommand(new EtcdOptions(), "--etcd-prefix", "/registry");

        assertThatThrownBy(options::checkAbsent)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--etcd-servers");
    }

    private String file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "").toString();
    }

    private EtcdStorageConfig config(String... options) {
        return CommandLine.populateCommand(new EtcdOptions(), options)
                .config(directory.resolve("replica"));
    }
}
