package dev.hanse.storage.history;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;

/// Whether the rows of `index` fit the keys that exist, as far as that can be told without knowing
/// which terms a value has: a key that has a term exists, and each end names a version.
final class IndexVerification {

    private final HistoryDatabase database;
    private final Runnable seen;
    private final BiConsumer<String, String> report;

    IndexVerification(HistoryDatabase database, Runnable seen, BiConsumer<String, String> report) {
        this.database = database;
        this.seen = seen;
        this.report = report;
    }

    void verify() throws RocksDBException {
        byte @Nullable [] newer = null;
        try (var options = new ReadOptions().setFillCache(false);
                var rows = database.db().newIterator(database.index(), options)) {
            for (rows.seek(IndexCoding.start(1)); rows.isValid(); rows.next()) {
                seen.run();
                var row = rows.key();
                int prefix = IndexCoding.prefixLength(row);
                if (prefix < 0) {
                    report.accept("a row of index", "cannot be decoded");
                } else if (IndexCoding.isEnd(row)) {
                    verifyEnd(row);
                } else {
                    if (newer == null || !DataCoding.sameKey(row, newer)) {
                        verifyNewest(row, prefix, rows.value());
                    }
                    newer = row;
                }
            }
            rows.status();
        }
    }

    private void verifyNewest(byte[] row, int prefix, byte[] value) throws RocksDBException {
        if (value.length == 0 || DataCoding.isTombstone(value[0])) {
            return;
        }
        var key = IndexCoding.key(row, prefix);
        if (!HeadVerification.exists(database, key)) {
            report.accept(
                    "row of index %d for \"%s\"".formatted(IndexCoding.number(row), key),
                    "the key it lists does not exist");
        }
    }

    private void verifyEnd(byte[] row) throws RocksDBException {
        if (database.db().get(database.index(), IndexCoding.ended(row)) == null) {
            report.accept(
                    "an end of index " + IndexCoding.number(row),
                    "the version it names is missing");
        }
    }
}
