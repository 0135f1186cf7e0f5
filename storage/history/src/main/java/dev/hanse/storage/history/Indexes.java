package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The secondary indexes of a [History]: kept by the thread that appends, built and swept by the
/// one in the background, read by any.
final class Indexes {

    private static final Logger log = LoggerFactory.getLogger(Indexes.class);

    private final HistoryDatabase database;
    private final boolean durable;
    private final Compaction compaction;
    private final Gate gate;
    private final IndexList list;
    private final Map<String, DeclaredIndex> indexes = new LinkedHashMap<>();

    /// Held while building or sweeping a bit more, and while starting anew; see [IndexBuild].
    private final ReentrantLock building = new ReentrantLock();

    Indexes(
            HistoryDatabase database,
            boolean durable,
            Compaction compaction,
            Gate gate,
            List<Index> declared)
            throws RocksDBException {
        this.database = database;
        this.durable = durable;
        this.compaction = compaction;
        this.gate = gate;
        this.list = new IndexList(database, durable);
        var records = list.adopt(declared);
        for (int i = 0; i < declared.size(); i++) {
            var index = declared.get(i);
            indexes.put(index.name(), new DeclaredIndex(index, records.get(i)));
        }
    }

    /// Adds to `batch` what `commit` changes.
    void add(RowBatch batch, Commit commit) throws RocksDBException {
        list.dropUndeclared();
        for (var index : indexes.values()) {
            var rows = new IndexRows(database, batch, index.record().number());
            for (var event : commit.events()) {
                if (index.covers(event.key())) {
                    rows.add(
                            event.key(),
                            commit.revision().value(),
                            index.terms(event.previous()),
                            index.terms(event.current()));
                }
            }
        }
    }

    /// Waits until the index is built.
    ///
    /// @throws IllegalArgumentException if there is no such index
    /// @throws UnavailableException if it is not built after `patience`
    void await(String name, Duration patience) {
        boolean built;
        try {
            built = index(name).await(patience, gate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for index " + name, e);
        }
        if (!built) {
            throw gate.isClosed() ? Gate.closedException() : notBuilt(name);
        }
    }

    Page find(String name, Bytes term, Range range, Revision at, int limit)
            throws RocksDBException {
        var index = index(name);
        var record = index.record();
        if (!record.isBuilt()) {
            throw notBuilt(name);
        }
        try (var reader =
                new IndexReader(
                        database, index, record.number(), term, range, at.value(), compaction)) {
            return reader.page(limit);
        }
    }

    /// Builds a bit more of an index that is not built yet.
    ///
    /// @return whether there is more to build
    boolean buildSome() {
        for (var index : indexes.values()) {
            if (!index.record().isBuilt()) {
                return buildSome(index);
            }
        }
        return false;
    }

    private boolean buildSome(DeclaredIndex index) {
        try {
            long stamp = gate.enter();
            building.lock();
            try {
                index.become(IndexBuild.step(database, durable, list, index));
            } finally {
                building.unlock();
                gate.leave(stamp);
            }
            return true;
        } catch (UnavailableException e) {
            log.atDebug().setCause(e).log("closed while building an index");
        } catch (RocksDBException e) {
            log.atError()
                    .addKeyValue("index", index.index().name())
                    .setCause(e)
                    .log("index not built, restart to go on");
        }
        return false;
    }

    /// Lets all indexes be built anew, because the data was replaced.
    void startOver() throws RocksDBException {
        building.lock();
        try {
            list.dropUndeclared();
            for (var index : indexes.values()) {
                index.become(list.replace(index.index(), index.record()));
            }
        } finally {
            building.unlock();
        }
    }

    /// Removes from disk what no revision that can be read needs.
    void sweep() {
        try {
            for (var index : indexes.values()) {
                long revision = compaction.compacted().value();
                sweep(new IndexSweep(database, index.record().number(), revision));
            }
        } catch (UnavailableException e) {
            log.atDebug().setCause(e).log("closed while sweeping indexes");
        } catch (RocksDBException e) {
            // Nothing is wrong but space not given back; the next sweep starts where this one did.
            log.atWarn().setCause(e).log("sweeping indexes failed");
        }
    }

    private void sweep(IndexSweep sweep) throws RocksDBException {
        boolean more = true;
        while (more) {
            long stamp = gate.enter();
            building.lock();
            try {
                more = sweep.step();
            } finally {
                building.unlock();
                gate.leave(stamp);
            }
        }
    }

    void wakeAll() {
        indexes.values().forEach(DeclaredIndex::wakeAll);
    }

    private DeclaredIndex index(String name) {
        var index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no such index: " + name);
        }
        return index;
    }

    private static UnavailableException notBuilt(String name) {
        return new UnavailableException("index " + name + " is still being built", null);
    }
}
