package dev.hanse.storage.history;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.UnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/// A [Scan] on one RocksDB iterator, which sees what was there when it was opened.
///
/// Enters the gate for each step and not for the whole walk: a reader that has fallen asleep must
/// not keep the history from closing, and closing takes the iterator from under it.
final class HistoryScan implements Scan {

    private static final long MOST_BYTES = 1L << 20;

    private final Path directory;
    private final RangeReader rows;
    private final Revision revision;
    private final Gate gate;
    private final Consumer<HistoryScan> whenClosed;
    private boolean released;
    private boolean interrupted;

    HistoryScan(
            Path directory,
            RangeReader rows,
            Revision revision,
            Gate gate,
            Consumer<HistoryScan> whenClosed) {
        this.directory = directory;
        this.rows = rows;
        this.revision = revision;
        this.gate = gate;
        this.whenClosed = whenClosed;
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public List<Entry> next(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        long stamp = gate.enter();
        try {
            if (interrupted) {
                throw new UnavailableException("the files were opened again, start over", null);
            }
            if (released) {
                throw new IllegalStateException("the scan was closed");
            }
            return rows.next(limit, MOST_BYTES);
        } catch (RocksDBException e) {
            throw Corruption.of("reading failed", directory, e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void close() {
        long stamp;
        try {
            stamp = gate.enter();
        } catch (UnavailableException _) {
            // The history has closed, and this with it.
            return;
        }
        try {
            release();
            whenClosed.accept(this);
        } finally {
            gate.leave(stamp);
        }
    }

    /// Called when the files are about to be closed and opened again.
    void interrupt() {
        interrupted = true;
        release();
    }

    /// Called inside the gate, or when nobody can be inside it any more.
    void release() {
        if (!released) {
            released = true;
            rows.close();
        }
    }
}
