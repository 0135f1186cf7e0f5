package dev.hanse.storage.etcd;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.FutureRevisionException;
import dev.hanse.storage.Index;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Statistic;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.history.History;
import dev.hanse.storage.history.HistoryConfig;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Storage on etcd. Any number of servers may use the same prefix of the same cluster at once.
///
/// A linearizable read asks etcd for the newest revision of the prefix, waits until the local
/// replica has it, and reads there: etcd moves no data but changes, whatever is read.
public final class EtcdStorage implements Storage {

    private static final Logger log = LoggerFactory.getLogger(EtcdStorage.class);

    private final EtcdConnection connection;
    private final History history;
    private final Lineage lineage;
    private final Replica replica;
    private final HeadRevision head;
    private final EtcdCommits commits;
    private final EtcdCalls calls;
    private final Duration deadline;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EtcdStorage(
            EtcdConnection connection,
            KeyMapping keys,
            EtcdCalls calls,
            History history,
            Lineage lineage,
            Duration deadline) {
        this.connection = connection;
        this.history = history;
        this.lineage = lineage;
        this.calls = calls;
        this.head = new HeadRevision(connection.requests(), keys);
        this.commits = new EtcdCommits(connection.requests(), keys, calls);
        this.replica = new Replica(connection, keys, history, lineage, commits, calls);
        this.deadline = deadline;
    }

    /// Connects without indexes; those the replica had are dropped when it applies a commit.
    ///
    /// @see #connect(EtcdStorageConfig, List)
    public static EtcdStorage connect(EtcdStorageConfig config) {
        return connect(config, List.of());
    }

    /// Connects, and returns when the replica has caught up.
    ///
    /// @param indexes all the replica shall have from now on; each server has its own
    /// @throws UnavailableException if etcd does not answer, or the replica does not catch up,
    ///   within the deadline; or if etcd tells an older history than the replica
    public static EtcdStorage connect(EtcdStorageConfig config, List<Index> indexes) {
        var connection = EtcdConnection.open(config);
        try {
            connection.awaitReachable(config.deadline());
            var storage = open(config, indexes, connection);
            storage.replica.start();
            storage.catchUp();
            return storage;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static EtcdStorage open(
            EtcdStorageConfig config, List<Index> indexes, EtcdConnection connection) {
        var keys = new KeyMapping(config.prefix());
        var calls = new EtcdCalls(config.deadline());
        var kv = connection.requests();
        EtcdRestore.requireNone(kv, keys, calls);
        var cluster = calls.read(() -> kv.get(keys.head())).getHeader().getClusterId();
        var history = openReplica(config, indexes, cluster);
        try {
            var lineage = new Lineage(kv, keys, calls, cluster);
            // Not left to the replica: it would try again, but somebody is waiting for the reason.
            var _ = lineage.compare(history.mark());
            new EtcdCommits(kv, keys, calls).createHead();
            return new EtcdStorage(connection, keys, calls, history, lineage, config.deadline());
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
    }

    private static History openReplica(
            EtcdStorageConfig config, List<Index> indexes, long cluster) {
        var directory = new ReplicaDirectory(config.replicaDirectory());
        directory.claim(cluster, config.prefix());
        var settings =
                new HistoryConfig(
                        directory.history(), config.blockCacheBytes(), config.recentBytes(), false);
        return openOrDiscard(settings, indexes, directory);
    }

    private static History openOrDiscard(
            HistoryConfig settings, List<Index> indexes, ReplicaDirectory directory) {
        try {
            return History.open(settings, indexes);
        } catch (CorruptedException e) {
            log.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .log("the replica is damaged, loading it anew");
            directory.discard();
            return History.open(settings, indexes);
        }
    }

    private void catchUp() {
        try {
            revision();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public Revision revision() {
        requireOpen();
        var floor = lineage.seen();
        var newest = new Revision(calls.read(head::ask));
        lineage.requireNotOlder(newest, floor);
        try {
            awaitReplica(newest, deadline);
        } catch (FutureRevisionException e) {
            throw new UnavailableException(
                    "the replica of etcd did not reach revision " + newest + " in time", e);
        }
        return newest;
    }

    private void awaitReplica(Revision revision, Duration patience) {
        var left = patience;
        while (left.compareTo(EtcdCalls.ATTEMPT) > 0) {
            try {
                history.await(revision, EtcdCalls.ATTEMPT);
                return;
            } catch (FutureRevisionException _) {
                replica.suspect();
                left = left.minus(EtcdCalls.ATTEMPT);
            }
        }
        history.await(revision, left);
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
        awaitReplica(at, deadline);
        return read.apply(at);
    }

    @Override
    public Outcome commit(Txn txn) {
        requireOpen();
        txn.requireNotTooLarge();
        var floor = lineage.seen();
        var outcome = commits.commit(txn, floor);
        var revision =
                switch (outcome) {
                    case Outcome.Committed(var committed) -> committed;
                    case Outcome.Rejected(var newest, _) -> newest;
                };
        lineage.requireNotOlder(revision, floor);
        showToReaders(revision);
        return outcome;
    }

    /// Makes reads of this server at its local revision see what its commits did. If the replica is
    /// too slow for that, the outcome is known all the same.
    private void showToReaders(Revision revision) {
        boolean interrupted = Thread.interrupted();
        try {
            awaitReplica(revision, deadline);
        } catch (FutureRevisionException | UnavailableException e) {
            interrupted |= Thread.interrupted();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Cursor watch(Range range, Revision after) {
        return after.isNone()
                ? reading(after, newest -> history.watch(range, newest))
                : history.watch(range, after);
    }

    @Override
    public void compact(Revision revision) {
        requireOpen();
        history.await(revision, deadline);
        var _ = calls.read(() -> compactEtcd(revision));
        history.compact(revision);
    }

    private CompletableFuture<Boolean> compactEtcd(Revision revision) {
        return connection
                .requests()
                .compact(revision.value())
                .handle((done, failure) -> isCompacted(failure) ? null : failure)
                .thenCompose(
                        failure ->
                                failure == null
                                        ? CompletableFuture.completedFuture(true)
                                        : CompletableFuture.<Boolean>failedFuture(failure));
    }

    /// Whether nothing is left to do because somebody else compacted at least as much.
    private static boolean isCompacted(@Nullable Throwable failure) {
        return failure != null && EtcdCalls.code(failure) == Status.Code.OUT_OF_RANGE;
    }

    @Override
    public Revision compactedRevision() {
        return history.compacted();
    }

    @Override
    public List<Statistic> statistics() {
        var found = new ArrayList<>(history.statistics());
        found.addAll(replica.statistics());
        return List.copyOf(found);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new UnavailableException("the store is closed", null);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            replica.close();
            history.close();
            connection.close();
        }
    }
}
