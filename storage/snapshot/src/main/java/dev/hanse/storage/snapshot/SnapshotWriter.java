package dev.hanse.storage.snapshot;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Writes a snapshot to a stream: the header at once, then entry after entry, then [#finish].
///
/// What is written without being finished is no snapshot, and every reader will say so.
public final class SnapshotWriter implements AutoCloseable {

    private final OutputStream out;
    private final DigestOutputStream digested;
    private final DataOutputStream records;
    private long entries;

    /// @param out stays open; not buffered by this
    public SnapshotWriter(OutputStream out, SnapshotHeader header) throws IOException {
        this.out = out;
        this.digested = new DigestOutputStream(out, SnapshotFormat.digest());
        write(header);
        this.records = new DataOutputStream(new FastGzip(digested));
    }

    private void write(SnapshotHeader header) throws IOException {
        var source = header.source().getBytes(StandardCharsets.UTF_8);
        if (source.length > SnapshotFormat.LONGEST_SOURCE) {
            throw new IllegalArgumentException("the name of the source is too long: " + header);
        }
        var data = new DataOutputStream(digested);
        data.writeLong(SnapshotFormat.MAGIC);
        data.writeShort(SnapshotFormat.VERSION);
        data.writeByte(SnapshotFormat.GZIP);
        data.writeLong(header.revision().value());
        data.writeLong(header.takenAt().toEpochMilli());
        data.writeShort(source.length);
        data.write(source);
    }

    /// @param entry its key is behind those written before
    public void write(Entry entry) throws IOException {
        records.writeByte(SnapshotFormat.ENTRY);
        write(entry.key());
        records.writeLong(entry.createRevision().value());
        records.writeLong(entry.modRevision().value());
        write(entry.value());
        entries++;
    }

    private void write(Bytes bytes) throws IOException {
        records.writeInt(bytes.length());
        records.write(bytes.unsafeArray());
    }

    /// Writes what makes the snapshot complete. Nothing can be written afterwards.
    public void finish() throws IOException {
        records.writeByte(SnapshotFormat.END);
        records.writeLong(entries);
        records.close();
        out.write(digested.getMessageDigest().digest());
        out.flush();
    }

    /// Releases what is not needed when the snapshot is given up.
    @Override
    public void close() throws IOException {
        records.close();
    }

    /// Taking a snapshot is waited for; a few percent of its size are not.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(new KeptOpen(out), SnapshotFormat.BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
