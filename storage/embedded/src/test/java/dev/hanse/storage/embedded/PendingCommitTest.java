package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingCommitTest {

    private final PendingCommit pending =
            new PendingCommit(Txn.create(Bytes.utf8("key"), Bytes.EMPTY));

    @Test
    void aCallerThatGivesUpInTheQueueKnowsThatNothingWasWritten() {
        assertThatThrownBy(() -> pending.await(Duration.ZERO))
                .isInstanceOf(UnavailableException.class);

        assertThat(pending.take()).isFalse();
    }

    @Test
    void aCallerThatGivesUpAfterwardsDoesNotKnow() {
        assertThat(pending.take()).isTrue();

        assertThatThrownBy(() -> pending.await(Duration.ZERO))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pending.await(Duration.ofDays(1)))
                .isInstanceOf(UnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
