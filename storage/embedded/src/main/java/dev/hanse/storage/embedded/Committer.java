package dev.hanse.storage.embedded;

import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import dev.hanse.storage.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
///
/// After a failed write it refuses transactions until the history could be recovered, which it
/// tries again and again.
final class Committer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final int MOST_COMMITS = 1024;
    private static final long MOST_BYTES = 8L << 20;
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);

    /// An overdue caller is woken late by this part of its patience at most.
    private static final int TURNS_PER_PATIENCE = 16;

    private static final Duration SHORTEST_TURN = Duration.ofMillis(10);

    /// From so many callers on, telling them is not the business of the committing thread.
    private static final int MANY = 8;

    /// Opening the files of a full disk needs some room by itself.
    private static final long ROOM_TO_RECOVER = 4L << 20;

    private record Decided(PendingCommit pending, Outcome outcome) {}

    private final History history;
    private final LongSupplier freeBytes;
    private final long reservedBytes;
    private final Duration patience;
    private final BlockingQueue<PendingCommit> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Thread waker =
            Thread.ofVirtual().name("hanse-commit-waker").unstarted(this::wake);
    private volatile List<PendingCommit> inHand = List.of();
    private volatile boolean closing;
    private @Nullable RuntimeException bug;
    private long nextAttempt = System.nanoTime();
    private Duration retry = FIRST_RETRY;

    /// @param patience how long a caller waits for its commit
    Committer(History history, LongSupplier freeBytes, long reservedBytes, Duration patience) {
        this.history = history;
        this.freeBytes = freeBytes;
        this.reservedBytes = reservedBytes;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("hanse-committer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
        waker.start();
    }

    /// Waits until `txn` is decided, and durable when it was committed.
    Outcome commit(Txn txn) {
        var pending = new PendingCommit(txn, patience);
        queue.add(pending);
        if (closing) {
            refuseQueued();
        }
        return pending.await();
    }

    int waiting() {
        return queue.size();
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

    private void wake() {
        var turn = patience.dividedBy(TURNS_PER_PATIENCE);
        try {
            while (!closing) {
                Thread.sleep(turn.compareTo(SHORTEST_TURN) < 0 ? SHORTEST_TURN : turn);
                queue.forEach(PendingCommit::wakeIfOverdue);
                inHand.forEach(PendingCommit::wakeIfOverdue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a transaction, then adds what else is queued, up to a bounded number and size.
    private List<PendingCommit> takeGroup() throws InterruptedException {
        var group = new ArrayList<PendingCommit>();
        long bytes = 0;
        var next = first();
        while (next != null) {
            if (next.take()) {
                group.add(next);
                bytes += next.txn().bytes();
            }
            next = group.size() < MOST_COMMITS && bytes < MOST_BYTES ? queue.poll() : null;
        }
        return group;
    }

    private PendingCommit first() throws InterruptedException {
        while (history.needsRecovery()) {
            var next = queue.poll(FIRST_RETRY.toMillis(), TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
            recover();
        }
        return queue.take();
    }

    private void commit(List<PendingCommit> group) {
        inHand = group;
        try {
            write(group);
        } catch (StorageException e) {
            group.forEach(pending -> pending.fail(e));
        } catch (RuntimeException | Error e) {
            // A bug: the callers must not wait for it, and nobody may build on its result.
            var unknown = new OutcomeUnknownException("committing failed", e);
            bug = unknown;
            log.atError().setCause(e).log("committer stopped accepting writes");
            group.forEach(pending -> pending.fail(unknown));
        } finally {
            inHand = List.of();
        }
    }

    private void write(List<PendingCommit> pending) {
        requireWorking();
        var decided = new ArrayList<Decided>(pending.size());
        var group = decide(pending, decided);
        try {
            history.append(group.commits());
        } catch (OutcomeUnknownException e) {
            log.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("no writes until the files could be opened again");
            recoverOutcomes(decided, group.commits().getLast().revision(), e);
            return;
        }
        if (decided.size() < MANY) {
            complete(decided);
        } else {
            // To wake a virtual thread is cheaper from another one, and this one has work to do.
            Thread.startVirtualThread(() -> complete(decided));
        }
    }

    private static void complete(List<Decided> decided) {
        decided.forEach(done -> done.pending().complete(done.outcome()));
    }

    private CommitGroup decide(List<PendingCommit> pending, List<Decided> decided) {
        boolean full = freeBytes.getAsLong() < reservedBytes;
        var head = history.head();
        var group = new CommitGroup(head, history.newest());
        group.prepare(pending.stream().map(PendingCommit::txn).toList());
        for (var commit : pending) {
            if (full && needsSpace(commit.txn())) {
                commit.fail(full(null));
            } else {
                decide(commit, group, decided);
            }
        }
        return group;
    }

    /// One transaction that touches unreadable data is no reason for the others to fail.
    private static void decide(PendingCommit commit, CommitGroup group, List<Decided> decided) {
        try {
            decided.add(new Decided(commit, group.decide(commit.txn())));
        } catch (StorageException e) {
            commit.fail(e);
        }
    }

    /// After a failed write: finds out whether it happened, if that can be found out now.
    private void recoverOutcomes(
            List<Decided> decided, Revision last, OutcomeUnknownException unknown) {
        boolean full = history.isFull();
        if (!recover()) {
            decided.forEach(lost -> lost.pending().fail(unknown));
            return;
        }
        // The group was one write, which is either all there or all gone.
        boolean written = !last.isAfter(history.newest());
        for (var done : decided) {
            if (written) {
                done.pending().complete(done.outcome());
            } else {
                done.pending().fail(full ? full(unknown) : notWritten(unknown));
            }
        }
    }

    /// Whether writes work again.
    private boolean recover() {
        long now = System.nanoTime();
        if (now - nextAttempt < 0) {
            return false;
        }
        try {
            if (freeBytes.getAsLong() < ROOM_TO_RECOVER) {
                return false;
            }
            history.recover();
            retry = FIRST_RETRY;
            return true;
        } catch (StorageException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("cannot write yet");
            nextAttempt = System.nanoTime() + retry.toNanos();
            retry = retry.multipliedBy(2);
            retry = retry.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry;
            return false;
        }
    }

    /// Deletions are how an operator makes room, so the reserved space is theirs.
    private static boolean needsSpace(Txn txn) {
        return txn.writes().stream().anyMatch(Write.Put.class::isInstance);
    }

    private void requireWorking() {
        if (bug != null) {
            throw new UnavailableException("read-only after an error, restart to recover", bug);
        }
        boolean full = history.isFull();
        if (history.needsRecovery() && !recover()) {
            throw full ? full(null) : notWritten(null);
        }
    }

    private static StorageFullException full(@Nullable Throwable cause) {
        return new StorageFullException("the disk is full", cause);
    }

    private static UnavailableException notWritten(@Nullable Throwable cause) {
        return new UnavailableException("a write to the disk failed", cause);
    }

    private void refuseQueued() {
        for (var pending = queue.poll(); pending != null; pending = queue.poll()) {
            pending.fail(new UnavailableException("the store is closed", null));
        }
    }

    /// Refuses what is queued, finishes what is being written, and stops. Idempotent.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        waker.interrupt();
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
