package dev.hanse.machinery.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private final AtomicLong now = new AtomicLong();
    private final WorkQueue<String> queue =
            new WorkQueue<>(
                    key -> key.substring(0, 1),
                    new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3)),
                    now::get);

    @Test
    void keyAddedTwiceIsHandedOutOnce() throws InterruptedException {
        queue.add("a1");
        queue.add("a1");
        queue.add("a2");

        assertThat(queue.take()).isEqualTo("a1");
        assertThat(queue.take()).isEqualTo("a2");
    }

    @Test
    void keyAddedWhileItIsWorkedOnComesAgainOnlyAfterwards() throws InterruptedException {
        queue.add("a1");
        var first = taken();
        queue.add("a1");
        queue.add("a2");

        assertThat(queue.take()).isEqualTo("a2");

        queue.succeeded(first);
        assertThat(queue.take()).isEqualTo("a1");
    }

    @Test
    void lanesTakeTurns() throws InterruptedException {
        queue.add("a1");
        queue.add("a2");
        queue.add("a3");
        queue.add("b1");

        assertThat(queue.take()).isEqualTo("a1");
        assertThat(queue.take()).isEqualTo("b1");
        assertThat(queue.take()).isEqualTo("a2");
    }

    @Test
    void delayedKeysComeInOrderOnceTheyAreDue() throws InterruptedException {
        queue.addAfter("a1", Duration.ofSeconds(2));
        queue.addAfter("a2", Duration.ofSeconds(1));
        queue.addAfter("a3", Duration.ofSeconds(9));
        queue.addAfter("a3", Duration.ofSeconds(3));
        now.set(Duration.ofSeconds(3).toNanos());

        assertThat(queue.take()).isEqualTo("a2");
        assertThat(queue.take()).isEqualTo("a1");
        assertThat(queue.take()).isEqualTo("a3");
    }

    @Test
    void failuresWaitLongerAndLongerUntilASuccess() throws InterruptedException {
        assertThat(failOnce()).isEqualTo(Duration.ofSeconds(1));
        assertThat(failOnce()).isEqualTo(Duration.ofSeconds(2));
        assertThat(failOnce()).isEqualTo(Duration.ofSeconds(3));

        queue.add("a1");
        queue.succeeded(taken());

        assertThat(failOnce()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void closingReleasesWhoeverWaits() throws InterruptedException {
        var waiting =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        assertThat(queue.take()).isNull();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });

        queue.close();

        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
    }

    private Duration failOnce() throws InterruptedException {
        queue.add("a1");
        return queue.failed(taken());
    }

    private String taken() throws InterruptedException {
        var key = queue.take();
        assertThat(key).isEqualTo("a1");
        return "a1";
    }
}
