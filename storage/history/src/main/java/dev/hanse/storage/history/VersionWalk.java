package dev.hanse.storage.history;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Steps through rows that end as those of [DataCoding] do, and stops once for every key that
/// exists at one revision: at its newest version not after that revision.
final class VersionWalk {

    private static final int STEPS_BEFORE_SEEK = 4;
    private static final int ORDINARY_VALUE = 2 << 10;

    private final RocksIterator rows;
    private final long at;
    private byte[] row = {};
    private byte[] value = new byte[ORDINARY_VALUE];
    private int valueLength;
    private boolean started;
    private boolean ended;

    /// @param rows positioned where to begin
    VersionWalk(RocksIterator rows, long at) {
        this.rows = rows;
        this.at = at;
    }

    /// The row stopped at.
    byte[] row() {
        return row;
    }

    /// The value of the row in its first [#valueLength] bytes, until the next [#advance].
    byte[] value() {
        return value;
    }

    int valueLength() {
        return valueLength;
    }

    /// Moves to the next key that exists at the revision.
    boolean advance() throws RocksDBException {
        if (ended) {
            return false;
        }
        var here = started ? behindOlderVersions() : here();
        started = true;
        while (here != null) {
            if (DataCoding.revision(here) > at) {
                DataCoding.setRevision(here, at);
                rows.seek(here);
                here = here();
            } else {
                row = here;
                readValue();
                if (!DataCoding.isTombstone(value[0])) {
                    return true;
                }
                here = behindOlderVersions();
            }
        }
        ended = true;
        rows.status();
        return false;
    }

    private byte @Nullable [] behindOlderVersions() {
        for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
            rows.next();
            var here = here();
            if (here == null || !DataCoding.sameKey(here, row)) {
                return here;
            }
        }
        rows.seek(DataCoding.behind(row));
        return here();
    }

    /// Every call into RocksDB costs as much as reading the row: none is made twice.
    private byte @Nullable [] here() {
        return rows.isValid() ? rows.key() : null;
    }

    private void readValue() {
        valueLength = rows.value(value);
        if (valueLength > value.length) {
            value = rows.value();
        }
    }
}
