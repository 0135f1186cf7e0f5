package dev.hanse.storage.snapshot;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a snapshot from a file, entry after entry.
///
/// Only when [#hasNext] has said that nothing is left was the file whole and unchanged: who must
/// not act upon half of it reads it twice. Used by one thread.
public final class SnapshotReader implements Iterator<Entry>, AutoCloseable {

    private final Path file;
    private final DataInputStream raw;
    private final DigestInputStream digested;
    private final SnapshotHeader header;
    private final DataInputStream records;
    private long entries;
    private @Nullable Entry next;
    private @Nullable Bytes lastKey;
    private boolean ended;

    private SnapshotReader(Path file, DataInputStream raw, long size) throws IOException {
        this.file = file;
        this.raw = raw;
        var body = new LimitedInputStream(raw, size - SnapshotFormat.DIGEST_LENGTH);
        this.digested = new DigestInputStream(body, SnapshotFormat.digest());
        this.header = readHeader(new DataInputStream(digested));
        this.records =
                new DataInputStream(
                        new BufferedInputStream(
                                new GZIPInputStream(digested, SnapshotFormat.BUFFER),
                                SnapshotFormat.BUFFER));
    }

    /// @throws DamagedSnapshotException if the file does not begin like a snapshot
    public static SnapshotReader open(Path file) {
        try {
            var raw =
                    new DataInputStream(
                            new BufferedInputStream(
                                    Files.newInputStream(file), SnapshotFormat.BUFFER));
            try {
                return new SnapshotReader(file, raw, Files.size(file));
            } catch (IOException e) {
                raw.close();
                throw new DamagedSnapshotException(file, "it is damaged: " + reason(e), e);
            } catch (RuntimeException e) {
                raw.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private SnapshotHeader readHeader(DataInputStream data) throws IOException {
        if (data.readLong() != SnapshotFormat.MAGIC) {
            throw new DamagedSnapshotException(file, "it is not a snapshot", null);
        }
        int version = data.readUnsignedShort();
        int compression = data.readUnsignedByte();
        if (version != SnapshotFormat.VERSION || compression != SnapshotFormat.GZIP) {
            throw new DamagedSnapshotException(
                    file,
                    "it is in format %d.%d and this version reads format %d.%d"
                            .formatted(
                                    version,
                                    compression,
                                    SnapshotFormat.VERSION,
                                    SnapshotFormat.GZIP),
                    null);
        }
        var revision = revision(data);
        var takenAt = Instant.ofEpochMilli(data.readLong());
        int length = data.readUnsignedShort();
        require(length <= SnapshotFormat.LONGEST_SOURCE, "the header is too long");
        var source = new byte[length];
        data.readFully(source);
        return new SnapshotHeader(new String(source, StandardCharsets.UTF_8), takenAt, revision);
    }

    public SnapshotHeader header() {
        return header;
    }

    /// How many entries were returned.
    public long entries() {
        return entries;
    }

    /// @throws DamagedSnapshotException if what follows is not what was written
    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = readNext();
            } catch (IOException e) {
                throw new DamagedSnapshotException(file, "it is damaged: " + reason(e), e);
            }
        }
        return next != null;
    }

    @Override
    public Entry next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var entry = next;
        next = null;
        entries++;
        return entry;
    }

    private @Nullable Entry readNext() throws IOException {
        int kind = records.readUnsignedByte();
        if (kind == SnapshotFormat.END) {
            requireComplete();
            ended = true;
            return null;
        }
        require(kind == SnapshotFormat.ENTRY, "a record is of no known kind");
        var key = bytes(SnapshotFormat.LONGEST_KEY);
        var created = revision(records);
        var modified = revision(records);
        var value = bytes(SnapshotFormat.LONGEST_VALUE);
        var last = lastKey;
        require(last == null || last.compareTo(key) < 0, "keys are not in order");
        require(
                !created.isNone()
                        && !created.isAfter(modified)
                        && !modified.isAfter(header.revision()),
                "revisions of a key contradict each other");
        lastKey = key;
        return new Entry(key, value, created, modified);
    }

    private void requireComplete() throws IOException {
        require(records.readLong() == entries, "entries are missing");
        require(records.read() < 0, "something follows the last entry");
        // What decompression did not look at still counts.
        while (digested.read(new byte[SnapshotFormat.BUFFER]) >= 0) {}
        var trailer = new byte[SnapshotFormat.DIGEST_LENGTH];
        raw.readFully(trailer);
        require(
                Arrays.equals(trailer, digested.getMessageDigest().digest()),
                "its checksum is wrong");
    }

    private Bytes bytes(int longest) throws IOException {
        int length = records.readInt();
        require(length >= 0 && length <= longest, "a length is out of bounds");
        // Grows while it reads: a wrong length must not cost memory that nothing fills.
        var bytes = records.readNBytes(length);
        require(bytes.length == length, "it ends too early");
        return Bytes.wrap(bytes);
    }

    private Revision revision(DataInputStream data) throws IOException {
        long value = data.readLong();
        require(value >= 0, "a revision is negative");
        return new Revision(value);
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new DamagedSnapshotException(file, "it is damaged: " + problem, null);
        }
    }

    private static String reason(IOException e) {
        return e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        try {
            records.close();
            raw.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}
