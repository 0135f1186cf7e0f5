package dev.hanse.storage.history;

import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets history below a revision: at once for readers, in small steps on disk.
///
/// The `log` says which row every change superseded, so sweeping costs what was written since the
/// last compaction and never looks at the rest of the store. Reads never wait: RocksDB iterators
/// keep seeing what was there when they were opened.
///
/// Thread-safe.
final class Compaction {

    private static final Logger log = LoggerFactory.getLogger(Compaction.class);
    private static final int ROWS_PER_STEP = 1000;

    private final HistoryDatabase database;
    private final Gate gate;
    private volatile long compacted;
    private final ReentrantLock sweeping = new ReentrantLock();
    private long swept;

    Compaction(HistoryDatabase database, Gate gate) throws RocksDBException {
        this.database = database;
        this.gate = gate;
        this.compacted = database.number(HistoryDatabase.COMPACTED);
        this.swept = database.number(HistoryDatabase.SWEPT);
    }

    /// Takes over what is on disk, where an unfinished [#advance] may have become true.
    void reload() throws RocksDBException {
        compacted = Math.max(compacted, database.number(HistoryDatabase.COMPACTED));
    }

    Revision compacted() {
        return new Revision(compacted);
    }

    /// @throws CompactedException if `revision` cannot be read completely any more
    void require(long revision) {
        long oldest = compacted;
        if (revision < oldest) {
            throw new CompactedException(new Revision(revision), new Revision(oldest));
        }
    }

    /// Makes `revision` the oldest one that can be read, durably.
    synchronized void advance(long revision) throws RocksDBException {
        if (revision <= compacted) {
            return;
        }
        var batch = new RowBatch();
        database.putNumber(batch, HistoryDatabase.COMPACTED, revision);
        database.write(batch, true);
        compacted = revision;
    }

    /// Removes from disk what the compacted revision made unreachable.
    void sweep() {
        sweeping.lock();
        try {
            sweepToCompacted();
        } finally {
            sweeping.unlock();
        }
    }

    private void sweepToCompacted() {
        long target = compacted;
        if (swept >= target) {
            return;
        }
        try {
            var next = LogCoding.bound(swept + 1);
            while (next != null) {
                long stamp = gate.enter();
                try {
                    next = sweepSome(next, target);
                } finally {
                    gate.leave(stamp);
                }
            }
            swept = target;
        } catch (UnavailableException e) {
            log.atDebug().setCause(e).log("closed while sweeping");
        } catch (RocksDBException e) {
            // Nothing is wrong but space not given back; the next sweep starts where this one did.
            log.atWarn().addKeyValue("revision", target).setCause(e).log("sweep failed");
        }
    }

    private byte @Nullable [] sweepSome(byte[] from, long target) throws RocksDBException {
        try (var upper = new Slice(LogCoding.bound(target + 1));
                var options = new ReadOptions().setIterateUpperBound(upper).setFillCache(false);
                var rows = database.db().newIterator(database.log(), options)) {
            var batch = new RowBatch();
            rows.seek(from);
            for (int i = 0; rows.isValid() && i < ROWS_PER_STEP; i++, rows.next()) {
                deleteSuperseded(rows, batch);
            }
            rows.status();
            var next = rows.isValid() ? rows.key() : null;
            if (next == null) {
                batch.deleteRange(database.log(), LogCoding.bound(0), LogCoding.bound(target + 1));
                database.putNumber(batch, HistoryDatabase.SWEPT, target);
            }
            // Durable, so that in the write-ahead log only the last write can be incomplete.
            database.write(batch, true);
            return next;
        }
    }

    private void deleteSuperseded(RocksIterator rows, RowBatch batch) throws RocksDBException {
        var row = rows.key();
        var value = rows.value();
        var key = LogCoding.key(row);
        long previous = LogCoding.previousRevision(value);
        if (previous != 0) {
            batch.delete(database.data(), DataCoding.row(key, previous));
        }
        if (LogCoding.isDeletion(value)) {
            batch.delete(database.data(), DataCoding.row(key, LogCoding.revision(row)));
        }
    }
}
