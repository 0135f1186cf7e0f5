package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.FutureRevisionException;
import dev.hanse.storage.Index;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Statistic;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every value of every key at every revision not yet compacted, on disk.
///
/// One engine appends ([#append], [#advance]: one thread); any thread reads. A commit becomes
/// visible to all readers at once, after its bytes are written.
public final class History implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(History.class);

    private final HistoryDatabase database;
    private final boolean durable;
    private final Gate gate = new Gate();
    private final Recovery recovery;
    private final Compaction compaction;
    private final Publication publication;
    private final PublishedRevision published;
    private final EventReplay replay;
    private final Set<HistoryScan> scans = ConcurrentHashMap.newKeySet();
    private final AppendCounters appended = new AppendCounters();
    private volatile Mark mark;

    /// For the thread that appends, which would otherwise make and grow one for every group.
    private final RowBatch batch = new RowBatch();

    private final Indexes indexes;
    private final Upkeep upkeep;

    private History(HistoryDatabase database, HistoryConfig config, List<Index> indexes)
            throws RocksDBException {
        Heads.build(database);
        this.database = database;
        this.durable = config.durable();
        this.recovery = new Recovery(database, config, gate);
        this.compaction = new Compaction(database, gate);
        long newest = newestOnDisk(database);
        this.publication = new Publication(newest, config.recentBytes());
        this.published = publication.published();
        this.mark = new Mark(new Revision(newest), database.number(HistoryDatabase.TOKEN));
        var reader = new LogReader(database, compaction);
        this.replay = new EventReplay(publication.recent(), reader, compaction);
        this.indexes = new Indexes(database, config.durable(), compaction, gate, indexes);
        this.upkeep = new Upkeep(compaction, this.indexes);
    }

    /// Opens the history without indexes; those it had are dropped when something is written.
    public static History open(HistoryConfig config) {
        return open(config, List.of());
    }

    /// @param indexes all there shall be once something is written
    /// @throws UnavailableException if the files cannot be opened
    public static History open(HistoryConfig config, List<Index> indexes) {
        var database = HistoryDatabase.open(config);
        try {
            var history = new History(database, config, indexes);
            history.upkeep.catchUpSoon();
            return history;
        } catch (RocksDBException e) {
            database.close();
            throw Corruption.of(
                    "cannot read the history in " + config.directory(), config.directory(), e);
        } catch (IllegalArgumentException e) {
            database.close();
            throw e;
        }
    }

    /// The newest revision that reads and cursors see.
    public Revision newest() {
        return published.revision();
    }

    /// The oldest revision that can be read.
    public Revision compacted() {
        return compaction.compacted();
    }

    /// Waits until `revision` can be read.
    ///
    /// @throws FutureRevisionException if it cannot after `patience`
    public void await(Revision revision, Duration patience) {
        boolean reached;
        try {
            reached = published.await(revision.value(), patience, gate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for " + revision, e);
        }
        requireOpen();
        if (!reached) {
            throw new FutureRevisionException(revision, newest());
        }
    }

    /// Reads at the newest revision, again when others committed and compacted in between: the
    /// newest revision is never too old. Ends, because each turn takes them another compaction.
    public static <T> T atNewest(Supplier<Revision> newest, Function<Revision, T> read) {
        while (true) {
            try {
                return read.apply(newest.get());
            } catch (CompactedException e) {
                log.atDebug().setCause(e).log("compacted while being read, reading again");
            }
        }
    }

    /// At most `limit` entries of `range` as they were at `at`, which must have been published.
    public Page read(Range range, Revision at, int limit) {
        requirePositive(limit);
        return guarded(
                () -> {
                    try (var reader = reader(range, at)) {
                        return reader.page(limit);
                    }
                });
    }

    /// Waits until `index` is built.
    ///
    /// @throws UnavailableException if it is not after `patience`
    public void awaitIndex(String index, Duration patience) {
        indexes.await(index, patience);
    }

    /// At most `limit` entries of `range` that had `term` in `index` at `at`, which must have been
    /// published.
    ///
    /// @throws UnavailableException if the index is not built
    public Page find(String index, Bytes term, Range range, Revision at, int limit) {
        requirePositive(limit);
        requirePublished(at);
        return guarded(() -> indexes.find(index, term, range, at, limit));
    }

    /// The number of keys of `range` at `at`, which must have been published.
    public long count(Range range, Revision at) {
        return guarded(
                () -> {
                    try (var reader = reader(range, at)) {
                        return reader.count();
                    }
                });
    }

    /// A walk over `range` at `at`, which must have been published.
    public Scan scan(Range range, Revision at) {
        return guarded(
                () -> {
                    var scan =
                            new HistoryScan(
                                    database.directory(),
                                    reader(range, at),
                                    at,
                                    gate,
                                    scans::remove);
                    scans.add(scan);
                    return scan;
                });
    }

    private RangeReader reader(Range range, Revision at) {
        requirePublished(at);
        return new RangeReader(database, range, at.value(), compaction);
    }

    private static void requirePositive(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
    }

    private void requirePublished(Revision at) {
        if (at.isAfter(newest())) {
            throw new FutureRevisionException(at, newest());
        }
    }

    /// A cursor over the commits to `range` after `after`; [Revision#NONE] means after the newest.
    public Cursor watch(Range range, Revision after) {
        requireOpen();
        long start = after.isNone() ? published.value() : after.value();
        compaction.require(start);
        return publication.cursor(this, range, start);
    }

    /// A reader of the newest entries, including those not published yet.
    public HeadReader head() {
        requireOpen();
        return new HeadReader(database);
    }

    /// What the last [#append(List, Mark)] or [#load] left: where a replica stands.
    public Mark mark() {
        return mark;
    }

    /// Writes `commits` in one batch, then publishes them.
    ///
    /// @param commits in the order of their revisions, all newer than what was appended before
    /// @throws OutcomeUnknownException if writing failed: some bytes may have reached the disk, so
    ///   nothing may be appended any more until [#recover] has succeeded
    public void append(List<Commit> commits) {
        if (commits.isEmpty()) {
            return;
        }
        try {
            batch.clear();
            write(batch, commits);
        } catch (RocksDBException e) {
            throw writingFailed(e);
        }
        publication.publish(commits);
    }

    /// The same for a replica: nothing else changed here up to `reached`, which is written in the
    /// same batch as the commits.
    public void append(List<Commit> commits, Mark reached) {
        try {
            batch.clear();
            database.putMark(batch, reached);
            write(batch, commits);
        } catch (RocksDBException e) {
            throw writingFailed(e);
        }
        mark = reached;
        if (!commits.isEmpty()) {
            publication.publish(commits);
        }
        published.advance(reached.revision().value());
    }

    private void write(RowBatch batch, List<Commit> commits) throws RocksDBException {
        long stamp = gate.enter();
        try {
            for (var commit : commits) {
                add(batch, commit);
            }
            long start = System.nanoTime();
            database.write(batch, durable);
            appended.count(commits.size(), System.nanoTime() - start);
        } finally {
            gate.leave(stamp);
        }
    }

    private static OutcomeUnknownException writingFailed(RocksDBException e) {
        return new OutcomeUnknownException("writing failed: " + e.getMessage(), e);
    }

    /// Whether a write has failed, so that no other can succeed before [#recover].
    public boolean needsRecovery() {
        return recovery.isNeeded();
    }

    /// Whether the write that failed found no room.
    public boolean isFull() {
        return recovery.isForLackOfSpace();
    }

    /// Opens the files again after a failed write. Readers wait meanwhile. Afterwards [#newest]
    /// says what became of commits whose outcome was unknown, and their events are seen by cursors.
    ///
    /// For the engine that appends, on the same thread, between its commits.
    ///
    /// @throws StorageException if that is not possible yet; reads go on
    public void recover() {
        var signals = new ArrayList<Runnable>();
        recovery.run(
                () -> scans.forEach(HistoryScan::interrupt), () -> signals.add(takeFromDisk()));
        signals.forEach(Runnable::run);
        upkeep.catchUpSoon();
    }

    private Runnable takeFromDisk() {
        try {
            compaction.reload();
            long newest = newestOnDisk(database);
            mark = new Mark(new Revision(newest), database.number(HistoryDatabase.TOKEN));
            return newest > published.value() ? publication.publishFromDisk(newest) : () -> {};
        } catch (RocksDBException e) {
            throw Corruption.of("cannot read the history", database.directory(), e);
        }
    }

    private void add(RowBatch batch, Commit commit) throws RocksDBException {
        long revision = commit.revision().value();
        for (var event : commit.events()) {
            var current = event.current();
            var row = DataCoding.row(event.key(), revision);
            if (current == null) {
                batch.put(database.data(), row, DataCoding.tombstone());
                Heads.delete(database, batch, event.key());
            } else {
                batch.put(database.data(), row, DataCoding.header(current), current.value());
                Heads.put(database, batch, event.key(), revision);
            }
            batch.put(database.log(), LogCoding.row(event.key(), revision), LogCoding.value(event));
        }
        indexes.add(batch, commit);
    }

    /// Declares that nothing here changed up to `revision`.
    public void advance(Revision revision) {
        published.advance(revision.value());
    }

    /// Makes `entries` everything there is at a revision, as if all before had been compacted: for
    /// a replica that missed too much. Cursors that are open fail.
    ///
    /// @param at a revision newer than what was appended before
    /// @param entries in key order, each once; not modified after `at`
    public void load(Mark at, Iterator<Entry> entries) {
        long revision = at.revision().value();
        guarded(
                () -> {
                    new SnapshotLoader(database, compaction, indexes).load(at, entries);
                    return at;
                });
        mark = at;
        publication.publishFromDisk(revision).run();
        upkeep.buildIndexesSoon();
    }

    /// Forgets what was superseded before `revision`; its space is given back in the background.
    ///
    /// @throws FutureRevisionException if `revision` has not been published
    public void compact(Revision revision) {
        requirePublished(revision);
        guarded(
                () -> {
                    compaction.advance(revision.value());
                    return revision;
                });
        upkeep.sweepSoon();
    }

    /// Gives back the space of everything that compaction made unreachable, now and not some time:
    /// rewrites all files, which takes as long as copying them.
    public void reclaim() {
        upkeep.sweep();
        guarded(
                () -> {
                    database.rewrite();
                    return newest();
                });
    }

    /// The number of rows of `data`: every value and deletion that is still on disk.
    public long versions() {
        return guarded(database::versions);
    }

    /// How the history is doing; what the files say is left out when they are not open.
    public List<Statistic> statistics() {
        var found =
                new ArrayList<>(
                        HistoryStatistics.of(
                                publication, compaction, !needsRecovery(), scans.size()));
        found.addAll(appended.statistics());
        try {
            found.addAll(guarded(() -> DatabaseStatistics.of(database)));
        } catch (StorageException e) {
            log.atDebug().setCause(e).log("no statistics of files that are not open");
        }
        return List.copyOf(found);
    }

    /// Ends cursors and waiting calls, then releases everything. Idempotent.
    @Override
    public void close() {
        if (!gate.close()) {
            return;
        }
        upkeep.close();
        indexes.wakeAll();
        publication.wakeAll();
        scans.forEach(HistoryScan::release);
        rememberNewest();
        database.close();
    }

    /// Saves a replica from asking for changes again that it knows did not concern it.
    private void rememberNewest() {
        try {
            var batch = new RowBatch();
            database.putNumber(batch, HistoryDatabase.NEWEST, published.value());
            database.write(batch, false);
        } catch (RocksDBException | UnavailableException e) {
            log.atWarn().setCause(e).log("newest revision not saved");
        }
    }

    long published() {
        return published.value();
    }

    boolean isClosed() {
        return gate.isClosed();
    }

    void requireOpen() {
        if (gate.isClosed()) {
            throw Gate.closedException();
        }
    }

    EventReplay.Replay replay(Range range, long after, long head, int maxEvents) {
        return guarded(() -> replay.read(range, after, head, maxEvents));
    }

    void forget(HistoryCursor cursor) {
        publication.cursors().unregister(cursor);
    }

    private interface Read<T> {
        T run() throws RocksDBException;
    }

    private <T> T guarded(Read<T> read) {
        long stamp = gate.enter();
        try {
            return read.run();
        } catch (RocksDBException e) {
            throw Corruption.of("reading failed", database.directory(), e);
        } finally {
            gate.leave(stamp);
        }
    }

    static long newestOnDisk(HistoryDatabase database) throws RocksDBException {
        long newest =
                Math.max(
                        database.number(HistoryDatabase.NEWEST),
                        database.number(HistoryDatabase.COMPACTED));
        try (var rows = database.db().newIterator(database.log())) {
            rows.seekToLast();
            rows.status();
            return rows.isValid() ? Math.max(newest, LogCoding.revision(rows.key())) : newest;
        }
    }
}
