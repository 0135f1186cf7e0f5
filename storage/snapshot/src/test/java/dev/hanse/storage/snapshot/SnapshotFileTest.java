package dev.hanse.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static final SnapshotHeader HEADER =
            new SnapshotHeader("a store", Instant.ofEpochMilli(1), new Revision(1));

    @TempDir Path directory;

    @Test
    void appearsWhenItIsWhole() throws IOException {
        var file = directory.resolve("backup");
        try (var making = SnapshotFile.create(file)) {
            var writer = new SnapshotWriter(making.out(), HEADER);
            writer.finish();
            assertThat(file).doesNotExist();
            making.publish();
        }

        assertThat(directory.toFile().list()).containsExactly("backup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void doesNotAppearWhenItIsNot() throws IOException {
        try (var making = SnapshotFile.create(directory.resolve("backup"))) {
            new SnapshotWriter(making.out(), HEADER).close();
            assertThatThrownBy(making::publish).isInstanceOf(DamagedSnapshotException.class);
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void replacesNothing() throws IOException {
        var file = Files.writeString(directory.resolve("backup"), "precious");

        assertThatThrownBy(() -> SnapshotFile.create(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("exists already");
        assertThat(file).hasContent("precious");
    }
}
