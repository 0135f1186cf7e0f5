package dev.hanse.storage.embedded;

import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A transaction on its way through the [Committer], and the caller waiting for it.
///
/// Either the committer takes it or the caller withdraws it, never both: that is how a caller who
/// gives up knows whether anything can have been written.
///
/// The caller sets no timer, which would cost as much as deciding the transaction does: the
/// committer wakes those whose patience has ended ([#wakeIfOverdue]).
final class PendingCommit {

    private final Txn txn;
    private final Duration patience;
    private final long deadline;
    private final Thread caller = Thread.currentThread();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable StorageException failure;

    /// @param patience how long the calling thread will wait for the outcome
    PendingCommit(Txn txn, Duration patience) {
        this.txn = txn;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    Txn txn() {
        return txn;
    }

    /// Whether the transaction may be carried out; false when its caller has given up.
    boolean take() {
        return claimed.compareAndSet(false, true);
    }

    void complete(Outcome result) {
        outcome = result;
        LockSupport.unpark(caller);
    }

    void fail(StorageException reason) {
        failure = reason;
        LockSupport.unpark(caller);
    }

    void wakeIfOverdue() {
        if (isOverdue()) {
            LockSupport.unpark(caller);
        }
    }

    /// Waits for what becomes of the transaction; for the thread that made this.
    Outcome await() {
        while (true) {
            var reached = outcome;
            if (reached != null) {
                return reached;
            }
            var failed = failure;
            if (failed != null) {
                throw failed;
            }
            if (caller.isInterrupted()) {
                throw givenUp("interrupted while committing");
            }
            if (isOverdue()) {
                throw givenUp("not committed within " + patience);
            }
            LockSupport.park(this);
        }
    }

    private boolean isOverdue() {
        return System.nanoTime() - deadline >= 0;
    }

    private StorageException givenUp(String message) {
        return claimed.compareAndSet(false, true)
                ? new UnavailableException(message, null)
                : new OutcomeUnknownException(message, null);
    }
}
