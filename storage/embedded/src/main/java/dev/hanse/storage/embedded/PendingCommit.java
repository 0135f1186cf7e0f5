package dev.hanse.storage.embedded;

import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A transaction on its way through the [Committer], and the caller waiting for it.
///
/// Either the committer takes it or the caller withdraws it, never both: that is how a caller who
/// gives up knows whether anything can have been written.
final class PendingCommit {

    private final Txn txn;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();

    PendingCommit(Txn txn) {
        this.txn = txn;
    }

    Txn txn() {
        return txn;
    }

    /// Whether the transaction may be carried out; false when its caller has given up.
    boolean take() {
        return claimed.compareAndSet(false, true);
    }

    void complete(Outcome result) {
        outcome.complete(result);
    }

    void fail(StorageException reason) {
        outcome.completeExceptionally(reason);
    }

    Outcome await(Duration patience) {
        try {
            return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw rethrowable(e.getCause());
        } catch (TimeoutException e) {
            throw givenUp("not committed within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp("interrupted while committing", e);
        }
    }

    private StorageException givenUp(String message, Exception cause) {
        return claimed.compareAndSet(false, true)
                ? new UnavailableException(message, cause)
                : new OutcomeUnknownException(message, cause);
    }

    private static StorageException rethrowable(@Nullable Throwable failure) {
        return failure instanceof StorageException known
                ? known
                : new OutcomeUnknownException("committing failed", failure);
    }
}
