package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void anotherFormatIsRefused() throws Exception {
        DataDirectory.open(directory).close();
        Files.writeString(directory.resolve("format-version"), "99\n");

        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(
                        "the data directory %s is in format 99, this version reads format 1",
                        directory);
    }

    @Test
    void filesOfUnknownFormatAreRefused() throws Exception {
        Files.createDirectories(directory.resolve("history"));

        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has lost its format-version file");
    }
}
