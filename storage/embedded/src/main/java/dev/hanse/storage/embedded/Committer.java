package dev.hanse.storage.embedded;

import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import dev.hanse.storage.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that orders transactions. It takes what is queued, decides it, writes it with one
/// fsync, publishes it, and only then tells the callers.
///
/// The more callers wait, the more share an fsync: throughput grows with load while a lone writer
/// pays for one fsync only. A platform thread, because RocksDB would pin a virtual one; callers are
/// virtual threads waiting on a future.
final class Committer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final int MOST_COMMITS = 1024;
    private static final long MOST_BYTES = 8L << 20;

    private record Decided(PendingCommit pending, Outcome outcome) {}

    private final History history;
    private final LongSupplier freeBytes;
    private final long reservedBytes;
    private final BlockingQueue<PendingCommit> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable OutcomeUnknownException failure;

    Committer(History history, LongSupplier freeBytes, long reservedBytes) {
        this.history = history;
        this.freeBytes = freeBytes;
        this.reservedBytes = reservedBytes;
        this.thread = Thread.ofPlatform().name("hanse-committer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    PendingCommit submit(Txn txn) {
        var pending = new PendingCommit(txn);
        queue.add(pending);
        if (closing) {
            refuseQueued();
        }
        return pending;
    }

    private void run() {
        try {
            while (!closing) {
                commit(takeGroup());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            refuseQueued();
        }
    }

    /// Waits for a transaction, then adds what else is queued, up to a bounded number and size.
    private List<PendingCommit> takeGroup() throws InterruptedException {
        var group = new ArrayList<PendingCommit>();
        long bytes = 0;
        var next = queue.take();
        while (next != null) {
            if (next.take()) {
                group.add(next);
                bytes += size(next.txn());
            }
            next = group.size() < MOST_COMMITS && bytes < MOST_BYTES ? queue.poll() : null;
        }
        return group;
    }

    private void commit(List<PendingCommit> group) {
        try {
            for (var decided : write(group)) {
                decided.pending().complete(decided.outcome());
            }
        } catch (StorageException e) {
            group.forEach(pending -> pending.fail(e));
        } catch (RuntimeException | Error e) {
            // A bug: the callers must not wait for it, and nobody may build on its result.
            var unknown = new OutcomeUnknownException("committing failed", e);
            failure = unknown;
            log.atError().setCause(e).log("committer stopped accepting writes");
            group.forEach(pending -> pending.fail(unknown));
        }
    }

    private List<Decided> write(List<PendingCommit> pending) {
        requireWorking();
        boolean full = freeBytes.getAsLong() < reservedBytes;
        var decided = new ArrayList<Decided>(pending.size());
        try (var head = history.head()) {
            var group = new CommitGroup(head, history.newest());
            for (var commit : pending) {
                if (full && needsSpace(commit.txn())) {
                    commit.fail(new StorageFullException("the disk is full", null));
                } else {
                    decided.add(new Decided(commit, group.decide(commit.txn())));
                }
            }
            history.append(group.commits());
        } catch (OutcomeUnknownException e) {
            // What RocksDB wrote of the batch may come back when it recovers, under revisions that
            // must not be given to anything else.
            failure = e;
            log.atError().setCause(e).log("writing failed, read-only until restart");
            throw e;
        }
        return decided;
    }

    /// Deletions are how an operator makes room, so the reserved space is theirs.
    private static boolean needsSpace(Txn txn) {
        return txn.writes().stream().anyMatch(Write.Put.class::isInstance);
    }

    private void requireWorking() {
        var cause = failure;
        if (cause != null) {
            throw new UnavailableException(
                    "read-only since a write failed, restart to recover", cause);
        }
    }

    private void refuseQueued() {
        for (var pending = queue.poll(); pending != null; pending = queue.poll()) {
            pending.fail(new UnavailableException("the store is closed", null));
        }
    }

    private static long size(Txn txn) {
        long size = 0;
        for (var write : txn.writes()) {
            size += write.key().length();
            if (write instanceof Write.Put put) {
                size += put.value().length();
            }
        }
        return size;
    }

    /// Refuses what is queued, finishes what is being written, and stops. Idempotent.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        refuseQueued();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
