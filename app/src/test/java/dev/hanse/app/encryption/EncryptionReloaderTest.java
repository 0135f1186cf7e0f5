package dev.hanse.app.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionReloaderTest {

    @TempDir Path directory;

    private EncryptionReloader reloader;

    @BeforeEach
    void read() throws IOException {
        write("secrets");
        reloader = new EncryptionReloader(file());
    }

    @AfterEach
    void close() {
        reloader.close();
    }

    @Test
    void aChangedFileCounts() throws IOException {
        var before = reloader.current();
        assertThat(reloader.look()).isFalse();

        write("configmaps");

        assertThat(reloader.look()).isTrue();
        assertThat(reloader.current()).isNotSameAs(before);
        assertThat(reloader.look()).isFalse();
    }

    @Test
    void aBadFileChangesNothingUntilItIsGoodAgain() throws IOException {
        var before = reloader.current();

        write("Secrets");
        assertThat(reloader.look()).isFalse();
        Files.delete(path());
        assertThat(reloader.look()).isFalse();
        assertThat(reloader.current()).isSameAs(before);

        write("configmaps");
        assertThat(reloader.look()).isTrue();
        assertThat(reloader.current()).isNotSameAs(before);
    }

    @Test
    void changesAreFollowedInTheBackground() throws IOException {
        var changes = new CountDownLatch(1);
        var before = reloader.current();
        reloader.follow(Duration.ofMillis(5), changes::countDown);

        write("configmaps");

        await().until(() -> changes.getCount() == 0);
        assertThat(reloader.current()).isNotSameAs(before);
    }

    @Test
    void theFirstFileMustBeGood() throws IOException {
        write("Secrets");

        assertThatExceptionOfType(InvalidEncryptionConfigException.class)
                .isThrownBy(() -> new EncryptionReloader(file()));
    }

    private EncryptionConfigFile file() {
        return new EncryptionConfigFile(path(), new SecureRandom());
    }

    private Path path() {
        return directory.resolve("encryption.yaml");
    }

    /// Replaces the file at once, as whoever edits it should.
    private void write(String resource) throws IOException {
        var written = Files.createTempFile(directory, "new", ".yaml");
        Files.writeString(
                written,
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources: [{resources: [%s], providers: [{identity: {}}]}]
                """
                        .formatted(resource));
        Files.move(written, path(), StandardCopyOption.REPLACE_EXISTING);
    }
}
