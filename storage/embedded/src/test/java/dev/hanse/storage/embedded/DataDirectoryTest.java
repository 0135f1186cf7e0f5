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
