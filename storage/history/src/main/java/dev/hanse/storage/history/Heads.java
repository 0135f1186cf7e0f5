package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The `head` column family: for every key that exists, the revision of its newest version.
///
/// Finding the newest version in `data` means to seek, in every file; these rows and the ones they
/// name are found by exact lookups, which filters spare most files. Above all the lookup of a key
/// that does not exist, which every creation makes, costs next to nothing.
final class Heads {

    private static final Logger log = LoggerFactory.getLogger(Heads.class);
    private static final long BYTES_PER_BATCH = 4L << 20;

    private Heads() {}

    /// The newest version of `key` that is written, or null when it does not exist.
    static @Nullable Entry find(HistoryDatabase database, Bytes key) throws RocksDBException {
        while (true) {
            var head = database.db().get(database.head(), key.unsafeArray());
            if (head == null) {
                return null;
            }
            long revision = ByteBuffer.wrap(head).getLong();
            var value = database.db().get(database.data(), DataCoding.row(key, revision));
            if (value != null) {
                return DataCoding.entry(key, revision, value);
            }
            var again = database.db().get(database.head(), key.unsafeArray());
            if (Arrays.equals(again, head)) {
                throw Corruption.of(
                        database.directory(), "the newest version of " + key + " is missing");
            }
            // Superseded and swept between the two lookups.
        }
    }

    /// The same for many keys, which costs less than one by one: tells `found` of each its newest
    /// version, or null. Leaves out those superseded meanwhile, for [#find] to look again.
    static void findAll(
            HistoryDatabase database, List<Bytes> keys, BiConsumer<Bytes, @Nullable Entry> found)
            throws RocksDBException {
        var heads = get(database, database.head(), keys.stream().map(Bytes::unsafeArray).toList());
        var existing = new ArrayList<Bytes>();
        var rows = new ArrayList<byte[]>();
        for (int i = 0; i < keys.size(); i++) {
            var head = heads.get(i);
            if (head == null) {
                found.accept(keys.get(i), null);
            } else {
                existing.add(keys.get(i));
                rows.add(DataCoding.row(keys.get(i), ByteBuffer.wrap(head).getLong()));
            }
        }
        var values = get(database, database.data(), rows);
        for (int i = 0; i < rows.size(); i++) {
            var value = values.get(i);
            if (value != null) {
                var key = existing.get(i);
                found.accept(key, DataCoding.entry(key, DataCoding.revision(rows.get(i)), value));
            }
        }
    }

    private static List<byte[]> get(
            HistoryDatabase database, ColumnFamilyHandle family, List<byte[]> rows)
            throws RocksDBException {
        if (rows.isEmpty()) {
            return List.of();
        }
        return database.db().multiGetAsList(Collections.nCopies(rows.size(), family), rows);
    }

    static void put(HistoryDatabase database, RowBatch batch, Bytes key, long revision) {
        batch.put(
                database.head(),
                key.unsafeArray(),
                ByteBuffer.allocate(Long.BYTES).putLong(revision).array());
    }

    static void delete(HistoryDatabase database, RowBatch batch, Bytes key) {
        batch.delete(database.head(), key.unsafeArray());
    }

    /// Makes the rows for a history written before there were any (format 1).
    static void build(HistoryDatabase database) throws RocksDBException {
        if (database.number(HistoryDatabase.HEADS) != 0) {
            return;
        }
        long keys = 0;
        try (var options = new ReadOptions().setFillCache(false);
                var rows = database.db().newIterator(database.data(), options)) {
            var batch = new RowBatch();
            rows.seekToFirst();
            var walk = new VersionWalk(rows, Long.MAX_VALUE);
            for (; walk.advance(); keys++) {
                var row = walk.row();
                put(database, batch, DataCoding.key(row), DataCoding.revision(row));
                if (batch.size() > BYTES_PER_BATCH) {
                    database.write(batch, false);
                    batch.clear();
                }
            }
            database.putNumber(batch, HistoryDatabase.HEADS, 1);
            database.write(batch, true);
        }
        if (keys > 0) {
            log.atInfo().addKeyValue("keys", keys).log("migrated the history from format 1");
        }
    }
}
