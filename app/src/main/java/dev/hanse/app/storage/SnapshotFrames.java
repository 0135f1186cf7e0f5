package dev.hanse.app.storage;

import dev.hanse.apiserver.request.FrameSource;
import dev.hanse.storage.Scan;
import dev.hanse.storage.snapshot.SnapshotHeader;
import dev.hanse.storage.snapshot.SnapshotWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/// A snapshot in pieces, each made when the client has taken the one before.
final class SnapshotFrames implements FrameSource {

    private static final int FRAME = 256 << 10;
    private static final int ENTRIES = 1000;

    private final Scan scan;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final SnapshotWriter writer;
    private boolean ended;

    SnapshotFrames(Scan scan, SnapshotHeader header) {
        this.scan = scan;
        try {
            this.writer = new SnapshotWriter(made, header);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }

    @Override
    public Frames next() {
        try {
            while (!ended && made.size() < FRAME) {
                var entries = scan.next(ENTRIES);
                for (var entry : entries) {
                    writer.write(entry);
                }
                if (entries.isEmpty()) {
                    writer.finish();
                    ended = true;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        var frame = made.toByteArray();
        made.reset();
        return new Frames(List.of(frame), ended);
    }

    @Override
    public void whenReadable(Runnable signal) {
        signal.run();
    }

    @Override
    public Duration wakeAfter() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        scan.close();
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }
}
