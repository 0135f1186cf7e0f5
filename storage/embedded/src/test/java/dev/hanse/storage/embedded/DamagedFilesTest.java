package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a process that was killed, damaged in all the ways we can think of: what was
/// acknowledged is there, or the store says which file is damaged. It never starts with less.
@SuppressWarnings("NullAway.Init")
class DamagedFilesTest {

    private static final int WRITES = 2000;
    private static final int TRIES = 60;

    @TempDir static Path killed;
    static Map<String, Revision> acknowledged;

    @TempDir Path directory;
    private Path history;

    @BeforeAll
    static void writeAndKill() throws Exception {
        acknowledged = WriterProcess.writeAndKill(killed, 0, WRITES);
    }

    @BeforeEach
    void copy() throws IOException {
        history = directory.resolve("history");
        copyKilled();
    }

    @Test
    void aTornLogIsCutAtTheLastWholeCommit() throws Exception {
        var log = newest(".log");
        long size = Files.size(log);

        for (long length : spread(size)) {
            copyKilled();
            truncate(log, length);

            try (var storage = open()) {
                assertPrefix(storage);
            }
        }
    }

    @Test
    void anUnwrittenSectorAtTheEndOfTheLogIsATornWrite() throws Exception {
        var log = newest(".log");
        long size = Files.size(log);
        try (var file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(size + 100_000);
        }

        try (var storage = open()) {
            WriterProcess.requireAll(storage, acknowledged);
        }
    }

    @Test
    void aBitFlippedInTheLogStopsTheStart() throws Exception {
        var log = newest(".log");
        for (long offset : spread(Files.size(log) - 1)) {
            copyKilled();
            flip(log, offset);

            assertThatThrownBy(this::open)
                    .as("offset %d", offset)
                    .isInstanceOf(CorruptedException.class)
                    .hasMessageStartingWith(log + " is corrupt at offset ")
                    .hasMessageContaining("`hanse storage verify`")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aStoppedStartChangesNothing() throws Exception {
        var log = newest(".log");
        flip(log, Files.size(log) / 2);
        var before = Files.readAllBytes(log);

        assertThatThrownBy(this::open).isInstanceOf(CorruptedException.class);
        assertThat(log).hasBinaryContent(before);
    }

    @Test
    void aLogCutOffBeforeANewerOneStopsTheStart() throws Exception {
        var log = newest(".log");
        var newer = log.resolveSibling("%06d.log".formatted(number(log) + 1));
        long half = Files.size(log) / 2;
        Files.copy(log, newer);
        truncate(log, half);

        assertThatThrownBy(this::open)
                .isInstanceOf(CorruptedException.class)
                .hasMessageContaining(".log is corrupt");
    }

    @Test
    void aBitFlippedInATableFailsTheStartOrTheRead() throws Exception {
        open().close();
        var table = newest(".sst");
        for (long offset : spread(Files.size(table) - 1)) {
            copyKilled();
            open().close();
            flip(table, offset);

            assertWholeOrCorrupt(table);
        }
    }

    @Test
    void aBitFlippedInTheManifestStopsTheStart() throws Exception {
        open().close();
        open().close();
        var manifest = newest("MANIFEST");
        for (long offset : spread(Files.size(manifest) - 1)) {
            copyKilled();
            open().close();
            open().close();
            flip(manifest, offset);

            assertThatThrownBy(this::open)
                    .as("offset %d", offset)
                    .isInstanceOf(CorruptedException.class)
                    .hasMessageContaining("MANIFEST-")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aMissingFileStopsTheStart() throws Exception {
        open().close();
        for (var name : List.of("CURRENT", "MANIFEST", ".sst")) {
            copyKilled();
            open().close();
            Files.delete(newest(name));

            assertThatThrownBy(this::open)
                    .as(name)
                    .isInstanceOf(CorruptedException.class)
                    .hasMessageContaining("is corrupt");
        }
    }

    private void assertWholeOrCorrupt(Path damaged) {
        try (var storage = open()) {
            WriterProcess.requireAll(storage, acknowledged);
        } catch (CorruptedException e) {
            assertThat(e).hasMessageContaining(damaged.getFileName().toString());
            assertThat(e.getMessage()).doesNotContain("\n");
        }
    }

    /// Everything up to some revision, and nothing behind it.
    private static void assertPrefix(EmbeddedStorage storage) {
        long newest = storage.revision().value();
        var page = storage.read(Range.prefix(Bytes.EMPTY), Revision.NONE, Integer.MAX_VALUE);
        var revisions =
                page.entries().stream().map(entry -> entry.modRevision().value()).sorted().toList();
        assertThat(revisions)
                .isEqualTo(
                        IntStream.rangeClosed(2, (int) newest)
                                .mapToObj(Long::valueOf)
                                .collect(Collectors.toList()));
    }

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(new EmbeddedStorageConfig(directory));
    }

    private static long[] spread(long size) {
        return IntStream.rangeClosed(0, TRIES).mapToLong(i -> size * i / TRIES).toArray();
    }

    private static void truncate(Path file, long length) throws IOException {
        try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(length);
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(offset);
            int old = opened.read();
            opened.seek(offset);
            opened.write(old ^ 0x10);
        }
    }

    private Path newest(String namePart) throws IOException {
        Predicate<Path> matches = file -> file.getFileName().toString().contains(namePart);
        try (var files = Files.list(history)) {
            return files.filter(matches)
                    .filter(file -> !file.getFileName().toString().equals("LOG"))
                    .max(Comparator.comparingLong(DamagedFilesTest::size))
                    .orElseThrow();
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static long number(Path log) {
        var name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private void copyKilled() throws IOException {
        try (var old = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
        try (var files = Files.walk(killed)) {
            for (var file : files.toList()) {
                if (!file.equals(killed)) {
                    Files.copy(file, directory.resolve(killed.relativize(file).toString()));
                }
            }
        }
    }
}
