package dev.hanse.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotReaderTest {

    private static final SnapshotHeader HEADER =
            new SnapshotHeader(
                    "a store — of this test", Instant.ofEpochMilli(1234567), new Revision(99));

    @TempDir Path directory;

    @Test
    void readsWhatWasWritten() throws IOException {
        var entries =
                List.of(
                        entry("", "", 1, 1),
                        entry("a\0b", "x".repeat(100_000), 2, 3),
                        entry("ä", "", 99, 99));

        try (var reader = SnapshotReader.open(file(snapshot(entries)))) {
            assertThat(reader.header()).isEqualTo(HEADER);
            assertThat(reader).toIterable().isEqualTo(entries);
            assertThat(reader.entries()).isEqualTo(3);
        }
    }

    @Test
    void anEmptyStoreHasASnapshot() throws IOException {
        assertThat(read(snapshot(List.of()))).isEmpty();
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        var whole = snapshot(manyEntries(5));
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        var whole = snapshot(manyEntries(5));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            var flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            refused(flipped);
        }
    }

    @Test
    void whatIsAppendedIsNoticed() throws IOException {
        var whole = snapshot(manyEntries(5));
        refused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void keysOutOfOrderAreNoticed() throws IOException {
        refused(snapshot(List.of(entry("b", "", 1, 1), entry("a", "", 1, 1))));
        refused(snapshot(List.of(entry("a", "", 1, 1), entry("a", "", 1, 1))));
    }

    @Test
    void revisionsBehindTheSnapshotsOwnAreNoticed() throws IOException {
        refused(snapshot(List.of(entry("a", "", 1, 100))));
        refused(snapshot(List.of(entry("a", "", 3, 2))));
    }

    @Test
    void anUnfinishedOneIsNoticed() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new SnapshotWriter(out, HEADER)) {
            writer.write(entry("a", "", 1, 1));
        }
        refused(out.toByteArray());
    }

    @Test
    void saysWhenTheFileIsSomethingElse() throws IOException {
        var text = "a".repeat(100).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageEndingWith("cannot be used: it is not a snapshot");
        assertThatThrownBy(() -> SnapshotReader.open(directory.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("there is no file");
    }

    @Test
    void saysWhenTheFormatIsAnother() throws IOException {
        var newer = snapshot(List.of());
        newer[9] = 7;
        assertThatThrownBy(() -> read(newer))
                .hasMessageEndingWith("it is in format 7.1 and this version reads format 1.1");
    }

    private void refused(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(DamagedSnapshotException.class);
    }

    private List<Entry> read(byte[] bytes) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var reader = SnapshotReader.open(file(bytes))) {
            reader.forEachRemaining(entries::add);
        }
        return entries;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("snapshot"), bytes);
    }

    private static byte[] snapshot(List<Entry> entries) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new SnapshotWriter(out, HEADER)) {
            for (var entry : entries) {
                writer.write(entry);
            }
            writer.finish();
        }
        return out.toByteArray();
    }

    private static List<Entry> manyEntries(int count) {
        var random = new Random(1);
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            entries.add(entry("key-%03d".formatted(i), Long.toHexString(random.nextLong()), 7, 9));
        }
        return entries;
    }

    private static Entry entry(String key, String value, long created, long modified) {
        return new Entry(
                Bytes.utf8(key), Bytes.utf8(value), new Revision(created), new Revision(modified));
    }
}
