package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The list of indexes on disk: brought in line with what is declared when a history is opened.
///
/// An index that is not declared any more is of use until the first commit that does not maintain
/// it: a tool that opens a history to read it leaves all as it was.
final class IndexList {

    private static final Logger log = LoggerFactory.getLogger(IndexList.class);

    private final HistoryDatabase database;
    private final boolean durable;
    private long lastNumber;
    private Map<Bytes, IndexRecord> undeclared = Map.of();

    IndexList(HistoryDatabase database, boolean durable) throws RocksDBException {
        this.database = database;
        this.durable = durable;
        this.lastNumber = database.number(HistoryDatabase.LAST_INDEX);
    }

    /// Keeps what was computed as it would be now, and lets what is new be built from the first key
    /// on. What is not declared stays until [#dropUndeclared].
    ///
    /// @return in the order of `declared`
    List<IndexRecord> adopt(List<Index> declared) throws RocksDBException {
        requireDifferentNames(declared);
        var known = read();
        var adopted = new ArrayList<IndexRecord>();
        var batch = new RowBatch();
        for (var index : declared) {
            var found = known.remove(Bytes.utf8(index.name()));
            if (found != null && found.definition().equals(IndexRecord.definition(index))) {
                adopted.add(found);
            } else {
                if (found != null) {
                    forgetRows(batch, found);
                }
                adopted.add(add(batch, index));
            }
        }
        if (batch.count() > 0) {
            database.write(batch, durable);
        }
        undeclared = known;
        return adopted;
    }

    /// Before anything is written that the undeclared ones would have to know of.
    void dropUndeclared() throws RocksDBException {
        if (undeclared.isEmpty()) {
            return;
        }
        var batch = new RowBatch();
        for (var gone : undeclared.entrySet()) {
            log.atInfo().addKeyValue("index", gone.getKey()).log("index dropped");
            forgetRows(batch, gone.getValue());
            batch.delete(database.index(), IndexCoding.listed(gone.getKey()));
        }
        database.write(batch, durable);
        undeclared = Map.of();
    }

    private static void requireDifferentNames(List<Index> declared) {
        var names = new HashSet<String>();
        for (var index : declared) {
            if (!names.add(index.name())) {
                throw new IllegalArgumentException("index declared twice: " + index.name());
            }
        }
    }

    /// Lets the index be built anew, because its rows tell of data that is gone.
    IndexRecord replace(Index index, IndexRecord old) throws RocksDBException {
        var batch = new RowBatch();
        forgetRows(batch, old);
        var added = add(batch, index);
        database.write(batch, durable);
        return added;
    }

    void put(RowBatch batch, Index index, IndexRecord record) {
        var name = Bytes.utf8(index.name());
        batch.put(database.index(), IndexCoding.listed(name), record.encode());
    }

    private IndexRecord add(RowBatch batch, Index index) {
        lastNumber++;
        database.putNumber(batch, HistoryDatabase.LAST_INDEX, lastNumber);
        int number = Math.toIntExact(lastNumber);
        var added = new IndexRecord(number, IndexRecord.definition(index), Bytes.EMPTY);
        put(batch, index, added);
        return added;
    }

    private void forgetRows(RowBatch batch, IndexRecord record) {
        batch.deleteRange(
                database.index(),
                IndexCoding.start(record.number()),
                IndexCoding.start(record.number() + 1));
    }

    private Map<Bytes, IndexRecord> read() throws RocksDBException {
        var known = new HashMap<Bytes, IndexRecord>();
        try (var upper = new Slice(IndexCoding.start(1));
                var options = new ReadOptions().setIterateUpperBound(upper);
                var rows = database.db().newIterator(database.index(), options)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                known.put(IndexCoding.name(rows.key()), IndexRecord.decode(rows.value()));
            }
            rows.status();
        }
        return known;
    }
}
