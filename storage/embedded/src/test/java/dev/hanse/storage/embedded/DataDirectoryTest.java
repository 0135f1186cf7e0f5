package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

    @TempDir Path directory;

    @Test
    void aDirectoryIsOpenOnceAtATime() {
        try (var first = DataDirectory.open(directory)) {
            assertThat(first.freeBytes()).isPositive();
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("the data directory %s is in use by this process", directory);
        }
        DataDirectory.open(directory).close();
    }

    /// POSIX gives a lock up when any descriptor of the file is closed.
    @Test
    void tryingToOpenItTwiceDoesNotLetOthersIn() throws Exception {
        try (var _ = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> DataDirectory.open(directory.resolve(".")))
                    .isInstanceOf(UnavailableException.class);
            assertThat(DataDirectory.holder(directory)).hasValue("this process");

            assertThat(HolderProcess.ask(directory))
                    .isEqualTo("process " + ProcessHandle.current().pid());
        }
        assertThat(HolderProcess.ask(directory)).isEqualTo("nobody");
    }

    @Test
    void anOlderFormatIsNotVerifiedAndLeftAlone() throws Exception {
        EmbeddedStorage.open(new EmbeddedStorageConfig(directory)).close();
        Files.writeString(directory.resolve("format-version"), "1\n");

        assertThatThrownBy(() -> StoppedStore.verify(directory, () -> {}))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(
                        "the store in %s is in format 1: start a server on it or compact it once,"
                                + " which brings it to format 2",
                        directory);
        assertThat(directory.resolve("format-version")).hasContent("1");
    }

    @Test
    void anOlderFormatIsMigrated() throws Exception {
        EmbeddedStorage.open(new EmbeddedStorageConfig(directory)).close();
        Files.writeString(directory.resolve("format-version"), "1\n");

        EmbeddedStorage.open(new EmbeddedStorageConfig(directory)).close();

        assertThat(directory.resolve("format-version")).hasContent("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "999", "nonsense"})
    void anUnknownFormatIsRefusedAndLeftAlone(String format) throws Exception {
        EmbeddedStorage.open(new EmbeddedStorageConfig(directory)).close();
        var file = directory.resolve("format-version");
        Files.writeString(file, format + "\n");

        assertThatThrownBy(() -> EmbeddedStorage.open(new EmbeddedStorageConfig(directory)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(
                        "the data directory %s is in format %s, this version reads format 2",
                        directory, format);
        assertThat(file).hasContent(format);
    }

    @Test
    void filesOfUnknownFormatAreRefused() throws Exception {
        Files.createDirectories(directory.resolve("history"));

        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has lost its format-version file");
    }
}
