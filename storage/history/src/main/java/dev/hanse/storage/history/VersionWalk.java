package dev.hanse.storage.history;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Steps through rows that end as those of [DataCoding] do, and stops once for every key that
/// exists at one revision: at its newest version not after that revision.
final class VersionWalk {

    private static final int STEPS_BEFORE_SEEK = 4;

    private final RocksIterator rows;
    private final long at;
    private final byte[] kind = new byte[1];
    private byte[] row = {};
    private boolean started;

    /// @param rows positioned where to begin
    VersionWalk(RocksIterator rows, long at) {
        this.rows = rows;
        this.at = at;
    }

    /// The row stopped at.
    byte[] row() {
        return row;
    }

    byte[] value() {
        return rows.value();
    }

    /// Moves to the next key that exists at the revision.
    boolean advance() throws RocksDBException {
        if (started && rows.isValid()) {
            skipOlderVersions();
        }
        started = true;
        while (rows.isValid()) {
            row = rows.key();
            if (DataCoding.revision(row) > at) {
                DataCoding.setRevision(row, at);
                rows.seek(row);
            } else {
                var _ = rows.value(kind);
                if (!DataCoding.isTombstone(kind[0])) {
                    return true;
                }
                skipOlderVersions();
            }
        }
        rows.status();
        return false;
    }

    private void skipOlderVersions() {
        for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
            rows.next();
            if (!rows.isValid() || !DataCoding.sameKey(rows.key(), row)) {
                return;
            }
        }
        rows.seek(DataCoding.behind(row));
    }
}
