package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.UnavailableException;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the refusals that a real etcd makes only under rare circumstances.
class EtcdCallsTest {

    private final EtcdCalls calls = new EtcdCalls(Duration.ofSeconds(20));
    private final EtcdCalls hasty = new EtcdCalls(Duration.ofMillis(120));

    @ParameterizedTest
    @ValueSource(strings = {"etcdserver: no leader", "etcdserver: too many requests"})
    void aRefusalForNowIsAskedAgain(String refusal) {
        var refused = Status.UNAVAILABLE.withDescription(refusal);

        assertThat(calls.read(answers(refused, refused))).isEqualTo("answer");
        assertThat(calls.write(answers(refused, refused))).isEqualTo("answer");
    }

    @Test
    void anOverloadedEtcdIsGivenUpAtTheDeadlineWithNothingWritten() {
        var overloaded = Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: too many requests");

        assertThatThrownBy(() -> hasty.write(always(overloaded)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too many requests");
        assertThatThrownBy(() -> hasty.read(always(overloaded)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too many requests");
    }

    @Test
    void aWriteThatMayHaveHappenedIsNotAskedAgain() {
        for (var status :
                List.of(
                        Status.UNAVAILABLE.withDescription("connection lost"),
                        Status.DEADLINE_EXCEEDED,
                        Status.UNAVAILABLE.withDescription("etcdserver: request timed out"))) {
            assertThatThrownBy(() -> calls.write(answers(status)))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void aFullEtcdIsToldFromABusyOne() {
        var full =
                Status.RESOURCE_EXHAUSTED.withDescription(
                        "etcdserver: mvcc: database space exceeded");

        assertThatThrownBy(() -> calls.write(answers(full)))
                .isInstanceOf(StorageFullException.class);
    }

    @Test
    void aRefusedUserIsNotTheFaultOfTheTransaction() {
        for (var status :
                List.of(
                        Status.INVALID_ARGUMENT.withDescription("etcdserver: user name is empty"),
                        Status.INVALID_ARGUMENT.withDescription(
                                "etcdserver: revision of auth store is old"),
                        Status.PERMISSION_DENIED.withDescription("etcdserver: permission denied"),
                        Status.UNAUTHENTICATED.withDescription("etcdserver: invalid auth token"))) {
            assertThatThrownBy(() -> calls.write(answers(status)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("etcd denies access");
            assertThatThrownBy(() -> calls.read(answers(status)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("etcd denies access");
        }
    }

    /// Refuses as told, one after the other, and answers then.
    private static Supplier<CompletableFuture<String>> answers(Status... refusals) {
        Queue<Status> left = new ArrayDeque<>(List.of(refusals));
        return () -> {
            var refusal = left.poll();
            return refusal == null
                    ? CompletableFuture.completedFuture("answer")
                    : CompletableFuture.failedFuture(refusal.asRuntimeException());
        };
    }

    private static Supplier<CompletableFuture<String>> always(Status refusal) {
        return () -> CompletableFuture.failedFuture(refusal.asRuntimeException());
    }
}
