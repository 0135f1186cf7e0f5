package dev.hanse.storage.embedded;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Index;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Statistic;
import dev.hanse.storage.Statistic.Unit;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Storage in a local directory, used by this process alone.
///
/// A commit has returned only after its bytes were forced to stable storage. After a failed write,
/// for lack of space or another reason, the store answers reads only until it could recover, which
/// it does by itself.
public final class EmbeddedStorage implements Storage {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedStorage.class);

    /// As in etcd, an empty store is at revision 1: zero means something else to everybody.
    private static final Revision FIRST = new Revision(1);

    private final DataDirectory directory;
    private final History history;
    private final Committer committer;
    private final Duration deadline;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedStorage(
            DataDirectory directory,
            History history,
            LongSupplier freeBytes,
            EmbeddedStorageConfig config) {
        this.directory = directory;
        this.history = history;
        this.committer =
                new Committer(history, freeBytes, config.reservedBytes(), config.deadline());
        this.deadline = config.deadline();
    }

    /// Opens the store without indexes; those it had are dropped when something is committed.
    ///
    /// @see #open(EmbeddedStorageConfig, List)
    public static EmbeddedStorage open(EmbeddedStorageConfig config) {
        return open(config, List.of());
    }

    /// @param indexes all there shall be once something is committed
    /// @throws UnavailableException if the directory is in use by another process or cannot be read
    ///   by this version
    public static EmbeddedStorage open(EmbeddedStorageConfig config, List<Index> indexes) {
        var directory = DataDirectory.open(config.directory());
        return open(config, indexes, directory, directory::freeBytes);
    }

    static EmbeddedStorage open(
            EmbeddedStorageConfig config,
            List<Index> indexes,
            DataDirectory directory,
            LongSupplier freeBytes) {
        try {
            var history = History.open(config.history(directory.history()), indexes);
            history.advance(FIRST);
            var storage = new EmbeddedStorage(directory, history, freeBytes, config);
            storage.committer.start();
            return storage;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /// Gives back the space of what was compacted, now: rewrites all files.
    public void reclaim() {
        history.reclaim();
    }

    /// How many values and deletions are on disk, history included: reads all of it.
    public long versions() {
        return history.versions();
    }

    @Override
    public Revision revision() {
        if (closed.get()) {
            throw new UnavailableException("the store is closed", null);
        }
        return history.newest();
    }

    @Override
    public Revision localRevision() {
        return history.newest();
    }

    @Override
    public Page read(Range range, Revision at, int limit) {
        return reading(at, revision -> history.read(range, revision, limit));
    }

    @Override
    public long count(Range range, Revision at) {
        return reading(at, revision -> history.count(range, revision));
    }

    @Override
    public Scan scan(Range range, Revision at) {
        return reading(at, revision -> history.scan(range, revision));
    }

    @Override
    public Page find(String index, Bytes term, Range range, Revision at, int limit) {
        history.awaitIndex(index, deadline);
        return reading(at, revision -> history.find(index, term, range, revision, limit));
    }

    private <T> T reading(Revision at, Function<Revision, T> read) {
        if (at.isNone()) {
            return History.atNewest(this::revision, read);
        }
        history.await(at, deadline);
        return read.apply(at);
    }

    @Override
    public Outcome commit(Txn txn) {
        txn.requireNotTooLarge();
        return committer.commit(txn);
    }

    @Override
    public Cursor watch(Range range, Revision after) {
        return after.isNone()
                ? reading(after, newest -> history.watch(range, newest))
                : history.watch(range, after);
    }

    @Override
    public void compact(Revision revision) {
        history.compact(revision);
    }

    @Override
    public Revision compactedRevision() {
        return history.compacted();
    }

    @Override
    public List<Statistic> statistics() {
        var found = new ArrayList<>(history.statistics());
        found.add(
                Statistic.gauge(
                        "waiting_commits",
                        Unit.NONE,
                        "Transactions that wait for the next group.",
                        committer.waiting()));
        try {
            found.add(
                    Statistic.gauge(
                            "disk_free",
                            Unit.BYTES,
                            "Free space of the disk that the data directory is on.",
                            directory.freeBytes()));
        } catch (UnavailableException e) {
            log.atDebug().setCause(e).log("no statistics of the disk");
        }
        return List.copyOf(found);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            committer.close();
            history.close();
            directory.close();
        }
    }
}
