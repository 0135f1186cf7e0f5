package dev.hanse.storage.etcd;

import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.UnavailableException;
import io.grpc.Status;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Waits for etcd's answers, and says what their absence means.
final class EtcdCalls {

    private final Duration deadline;

    EtcdCalls(Duration deadline) {
        this.deadline = deadline;
    }

    /// The answer to a request that changes nothing.
    <T> T read(CompletableFuture<T> answer) {
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException known) {
                throw known;
            }
            throw new UnavailableException("etcd did not answer: " + reason(e), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new UnavailableException("etcd did not answer within " + deadline, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for etcd", e);
        }
    }

    /// The answer to a request that changes something, if it arrived.
    <T> T write(CompletableFuture<T> answer) {
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw writeFailure(e);
        } catch (TimeoutException e) {
            throw new OutcomeUnknownException("etcd did not answer within " + deadline, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted while etcd was committing", e);
        }
    }

    private static RuntimeException writeFailure(ExecutionException failure) {
        var reason = reason(failure);
        if (neverSent(failure)) {
            return new UnavailableException("etcd cannot be reached: " + reason, failure);
        }
        return switch (code(failure)) {
            case RESOURCE_EXHAUSTED ->
                    reason.contains("database space exceeded")
                            ? new StorageFullException("etcd is full: " + reason, failure)
                            : new UnavailableException("etcd is overloaded: " + reason, failure);
            case INVALID_ARGUMENT ->
                    new IllegalArgumentException(
                            "etcd refuses the transaction: " + reason, failure);
            // Refused before anything was proposed to the cluster.
            case FAILED_PRECONDITION, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
                    new UnavailableException("etcd refuses: " + reason, failure);
            default ->
                    new OutcomeUnknownException(
                            "etcd may or may not have committed: " + reason, failure);
        };
    }

    static Status.Code code(Throwable failure) {
        return Status.fromThrowable(failure).getCode();
    }

    private static boolean neverSent(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(ExecutionException failure) {
        @Nullable Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }
}
