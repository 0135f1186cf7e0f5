package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;

/// Whether the rows of [Heads] name the newest version of every key that exists, and no other.
final class HeadVerification {

    private final HistoryDatabase database;
    private final Runnable seen;
    private final BiConsumer<String, String> report;

    HeadVerification(HistoryDatabase database, Runnable seen, BiConsumer<String, String> report) {
        this.database = database;
        this.seen = seen;
        this.report = report;
    }

    /// Looks for rows whose key does not exist; what is wrong with others, [#verifyNewest] finds.
    void verify() throws RocksDBException {
        try (var options = new ReadOptions().setFillCache(false);
                var heads = database.db().newIterator(database.head(), options)) {
            for (heads.seekToFirst(); heads.isValid(); heads.next()) {
                seen.run();
                var key = Bytes.wrap(heads.key());
                if (heads.value().length != Long.BYTES) {
                    report.accept(place(key), "cannot be decoded");
                } else if (!isVersion(key, revision(heads.value()))) {
                    report.accept(place(key), "the version it names is missing in data");
                }
            }
            heads.status();
        }
    }

    private boolean isVersion(Bytes key, long revision) throws RocksDBException {
        return database.db().get(database.data(), DataCoding.row(key, revision)) != null;
    }

    /// @param row the newest version of its key
    void verifyNewest(byte[] row, boolean tombstone) throws RocksDBException {
        var key = DataCoding.key(row);
        var head = database.db().get(database.head(), key.unsafeArray());
        if (tombstone) {
            if (head != null) {
                report.accept(place(key), "the key was deleted");
            }
        } else if (head == null) {
            report.accept(place(key), "is missing: the key would be taken for absent");
        } else if (head.length == Long.BYTES && revision(head) != DataCoding.revision(row)) {
            report.accept(
                    place(key),
                    "it names revision %d, the newest version is of %d"
                            .formatted(revision(head), DataCoding.revision(row)));
        }
    }

    /// Whether the key exists, according to its row.
    static boolean exists(HistoryDatabase database, Bytes key) throws RocksDBException {
        byte @Nullable [] head = database.db().get(database.head(), key.unsafeArray());
        return head != null;
    }

    private static long revision(byte[] head) {
        return ByteBuffer.wrap(head).getLong();
    }

    private static String place(Bytes key) {
        return "head of \"" + key + "\"";
    }
}
