package dev.hanse.storage.history;

import dev.hanse.storage.StorageException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the files back to work after a failed write, within the running process.
///
/// After a failed write RocksDB answers reads only, and nobody knows how much of the write reached
/// the disk, until the files are opened again: then it is either all there or all gone. Readers
/// wait while that happens. If the files cannot be opened for writing, they are opened for reading,
/// and readers go on until the next attempt.
///
/// [#isNeeded] may be called by any thread, [#run] by the one that appends.
final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final HistoryDatabase database;
    private final HistoryConfig config;
    private final Gate gate;
    private boolean readOnly;

    Recovery(HistoryDatabase database, HistoryConfig config, Gate gate) {
        this.database = database;
        this.config = config;
        this.gate = gate;
    }

    boolean isNeeded() {
        return database.writeFailure() != null;
    }

    /// Whether the failed write found no room.
    boolean isForLackOfSpace() {
        var cause = database.writeFailure();
        var status = cause == null ? null : cause.getStatus();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    /// Opens the files again.
    ///
    /// @param before runs when nobody reads any more and the old files are still open
    /// @param after runs before anybody reads from the new ones
    /// @throws StorageException if they cannot be opened for writing yet
    void run(Runnable before, Runnable after) {
        if (readOnly) {
            var writable = HistoryDatabase.open(config);
            gate.exclusively(() -> takeOver(writable, before, after));
        } else {
            gate.exclusively(
                    () -> {
                        before.run();
                        database.closeFiles();
                        takeOver(reopened(), () -> {}, after);
                    });
        }
        log.atInfo().log("opened the files again after a failed write");
        database.writable();
    }

    private void takeOver(HistoryDatabase opened, Runnable before, Runnable after) {
        before.run();
        database.become(opened);
        readOnly = false;
        after.run();
    }

    private HistoryDatabase reopened() {
        try {
            return HistoryDatabase.open(config);
        } catch (StorageException e) {
            database.become(HistoryDatabase.openReadOnly(config));
            readOnly = true;
            throw e;
        }
    }
}
