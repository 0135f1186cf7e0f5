package dev.hanse.storage.etcd;

import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.TooLargeException;
import dev.hanse.storage.UnavailableException;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks etcd until it answers or the deadline has passed, and says what no answer means.
///
/// A read may be asked any number of times. A write is asked again only when it is certain that no
/// member has seen it, or that one refused it before doing anything: etcd might commit it twice, or
/// a second attempt might trip over the first and report a conflict that there is not.
final class EtcdCalls {

    /// How long one member may keep a read waiting before another one is asked as well.
    static final Duration ATTEMPT = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /// How long after the deadline, at which [CallRules] ends it, a write has to tell whether it
    /// was ever sent.
    private static final Duration LAST_WORD = Duration.ofMillis(500);

    /// What a member says before it has proposed anything to the others; later it may accept.
    private static final Set<String> REFUSALS_FOR_NOW =
            Set.of("etcdserver: no leader", "etcdserver: too many requests");

    /// What etcd calls an invalid argument although it means the connection's lack of a user, or
    /// permissions that have changed while the request was under way.
    private static final Set<String> REFUSALS_OF_USERS =
            Set.of("etcdserver: user name is empty", "etcdserver: revision of auth store is old");

    private final Duration deadline;

    EtcdCalls(Duration deadline) {
        this.deadline = deadline;
    }

    /// The answer to a request that changes nothing: the first that comes from any member asked.
    <T> T read(Supplier<CompletableFuture<T>> request) {
        long end = System.nanoTime() + deadline.toNanos();
        var answer = new CompletableFuture<T>();
        var patience = ATTEMPT;
        while (true) {
            long left = end - System.nanoTime();
            var attempt = request.get();
            var _ = attempt.thenAccept(answer::complete);
            try {
                var _ =
                        CompletableFuture.anyOf(answer, attempt)
                                .get(Math.min(left, patience.toNanos()), TimeUnit.NANOSECONDS);
                return answer.join();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof StorageException known) {
                    throw known;
                }
                if (!isTransient(e) || left < PAUSE.toNanos()) {
                    throw isRefusedUser(e)
                            ? refusedUser(e)
                            : new UnavailableException("etcd did not answer: " + reason(e), e);
                }
                pause();
            } catch (TimeoutException e) {
                if (left <= patience.toNanos()) {
                    throw new UnavailableException("etcd did not answer within " + deadline, e);
                }
                patience = patience.multipliedBy(2);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /// The answer to a request that changes something, if it arrived.
    <T> T write(Supplier<CompletableFuture<T>> request) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            try {
                return request.get().get(left + LAST_WORD.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (!isRefusedForNow(e) || left < PAUSE.toNanos()) {
                    throw writeFailure(e);
                }
                pause();
            } catch (TimeoutException e) {
                throw new OutcomeUnknownException("etcd did not answer within " + deadline, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OutcomeUnknownException("interrupted while etcd was committing", e);
            }
        }
    }

    private static RuntimeException writeFailure(ExecutionException failure) {
        var reason = reason(failure);
        if (isNotSent(failure)) {
            return new UnavailableException("etcd cannot be reached: " + reason, failure);
        }
        if (isRefusedForNow(failure)) {
            return new UnavailableException("etcd refuses for now: " + reason, failure);
        }
        if (isRefusedUser(failure)) {
            return refusedUser(failure);
        }
        return switch (code(failure)) {
            case RESOURCE_EXHAUSTED -> exhausted(reason, failure);
            case INVALID_ARGUMENT -> refused(reason, failure);
            // Refused before anything was proposed to the cluster.
            case FAILED_PRECONDITION, UNIMPLEMENTED ->
                    new UnavailableException("etcd refuses: " + reason, failure);
            default ->
                    new OutcomeUnknownException(
                            "etcd may or may not have committed: " + reason, failure);
        };
    }

    /// One code for several things; all of them are refusals, nothing was written.
    private static RuntimeException exhausted(String reason, ExecutionException failure) {
        if (reason.contains("database space exceeded")) {
            return new StorageFullException("etcd is full: " + reason, failure);
        }
        if (reason.contains("larger than max")) {
            return refused(reason, failure);
        }
        return new UnavailableException("etcd is overloaded: " + reason, failure);
    }

    /// Both etcd and the library below it bound the size of a request.
    private static RuntimeException refused(String reason, ExecutionException failure) {
        var message = "etcd refuses the transaction: " + reason;
        return reason.contains("too large") || reason.contains("larger than max")
                ? new TooLargeException(message, failure)
                : new IllegalArgumentException(message, failure);
    }

    static Status.Code code(Throwable failure) {
        return Status.fromThrowable(failure).getCode();
    }

    private static boolean isTransient(Throwable failure) {
        return switch (code(failure)) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, CANCELLED -> true;
            default -> isRefusedForNow(failure);
        };
    }

    private static boolean isRefusedForNow(Throwable failure) {
        return REFUSALS_FOR_NOW.contains(description(failure));
    }

    private static boolean isRefusedUser(Throwable failure) {
        return switch (code(failure)) {
            case PERMISSION_DENIED, UNAUTHENTICATED -> true;
            default -> REFUSALS_OF_USERS.contains(description(failure));
        };
    }

    private static UnavailableException refusedUser(Throwable failure) {
        return new UnavailableException(
                """
                etcd denies access (%s): its user for this server is the common name of the client \
                certificate, which needs a role that may read and write all that begins with the prefix\
                """
                        .formatted(description(failure)),
                failure);
    }

    private static String description(Throwable failure) {
        return String.valueOf(Status.fromThrowable(failure).getDescription());
    }

    private static boolean isNotSent(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CallRules.NotSentException) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static UnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UnavailableException("interrupted while waiting for etcd", e);
    }

    private static String reason(ExecutionException failure) {
        @Nullable Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }
}
