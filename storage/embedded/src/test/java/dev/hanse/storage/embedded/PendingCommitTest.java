package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;

class PendingCommitTest {

    private static PendingCommit pending(Duration patience) {
        return new PendingCommit(Txn.create(Bytes.utf8("key"), Bytes.EMPTY), patience);
    }

    @Test
    void aCallerThatGivesUpInTheQueueKnowsThatNothingWasWritten() {
        var pending = pending(Duration.ZERO);

        assertThatThrownBy(pending::await).isInstanceOf(UnavailableException.class);

        assertThat(pending.take()).isFalse();
    }

    @Test
    void aCallerThatGivesUpAfterwardsDoesNotKnow() {
        var pending = pending(Duration.ZERO);
        assertThat(pending.take()).isTrue();

        assertThatThrownBy(pending::await).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        var pending = pending(Duration.ofDays(1));
        Thread.currentThread().interrupt();

        assertThatThrownBy(pending::await).isInstanceOf(UnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anOutcomeIsNotLostToAnInterruption() {
        var pending = pending(Duration.ZERO);
        pending.complete(new Outcome.Committed(new Revision(7)));
        Thread.currentThread().interrupt();

        assertThat(pending.await()).isEqualTo(new Outcome.Committed(new Revision(7)));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aWaitingCallerIsWokenByTheOutcome() throws Exception {
        try (var caller = new Caller(Duration.ofDays(1))) {
            caller.pending().wakeIfOverdue();
            caller.pending().complete(new Outcome.Committed(new Revision(7)));

            assertThat(caller.outcome().get()).isEqualTo(new Outcome.Committed(new Revision(7)));
        }
    }

    @Test
    void aWaitingCallerIsWokenWhenItsPatienceEnds() throws Exception {
        try (var caller = new Caller(Duration.ofMillis(1))) {
            await().untilAsserted(
                            () -> {
                                caller.pending().wakeIfOverdue();
                                assertThat(caller.outcome().isDone()).isTrue();
                            });

            assertThatThrownBy(caller.outcome()::get)
                    .hasCauseInstanceOf(UnavailableException.class);
        }
    }

    /// Somebody else who waits.
    private static final class Caller implements AutoCloseable {

        private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        private final SynchronousQueue<PendingCommit> made = new SynchronousQueue<>();
        private final Future<Outcome> outcome;
        private final PendingCommit pending;

        Caller(Duration patience) throws InterruptedException {
            outcome =
                    thread.submit(
                            () -> {
                                var mine = PendingCommitTest.pending(patience);
                                made.put(mine);
                                return mine.await();
                            });
            pending = made.take();
        }

        PendingCommit pending() {
            return pending;
        }

        Future<Outcome> outcome() {
            return outcome;
        }

        @Override
        public void close() {
            thread.close();
        }
    }
}
