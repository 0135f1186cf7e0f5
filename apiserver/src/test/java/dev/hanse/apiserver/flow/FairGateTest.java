package dev.hanse.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairGateTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String NOISY = "noisy";
    private static final String QUIET = "quiet";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whoFindsNoSeatWaitsForOne() throws Exception {
        var gate = new FairGate(new FairGate.Size(1, 1, 10, 10));
        gate.enter(NOISY, LONG);

        var second = threads.submit(() -> gate.enter(QUIET, LONG));
        await().until(() -> gate.flows() == 2);
        assertThat(second.isDone()).isFalse();
        gate.leave(NOISY);

        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void flowsTakeTurnsHoweverManyOfOneWait() throws Exception {
        var gate = new FairGate(new FairGate.Size(1, 1, 100, 100));
        var order = new CopyOnWriteArrayList<String>();
        gate.enter("first", LONG);
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < 20; i++) {
            all.add(waiting(gate, NOISY, order));
        }
        all.add(waiting(gate, QUIET, order));
        awaitWaiting(gate, 21);

        gate.leave("first");

        for (var each : all) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertThat(order.indexOf(QUIET)).isEqualTo(1);
    }

    private Future<?> waiting(FairGate gate, String flow, List<String> order) {
        return threads.submit(
                () -> {
                    assertThat(gate.enter(flow, LONG)).isTrue();
                    order.add(flow);
                    gate.leave(flow);
                    return null;
                });
    }

    private static void awaitWaiting(FairGate gate, int expected) {
        await().until(() -> gate.waiting() == expected);
    }

    @Test
    void noFlowGetsMoreThanItsShare() throws Exception {
        var gate = new FairGate(new FairGate.Size(4, 2, 10, 10));
        gate.enter(NOISY, LONG);
        gate.enter(NOISY, LONG);

        assertThat(gate.enter(NOISY, Duration.ZERO)).isFalse();
        assertThat(gate.enter(QUIET, Duration.ZERO)).isTrue();
    }

    @Test
    void aFullQueueTurnsAway() throws Exception {
        var gate = new FairGate(new FairGate.Size(1, 1, 1, 10));
        gate.enter(NOISY, LONG);
        var second = threads.submit(() -> gate.enter(NOISY, LONG));
        awaitWaiting(gate, 1);

        assertThat(gate.enter(NOISY, LONG)).isFalse();

        gate.leave(NOISY);
        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void allQueuesTogetherAreBounded() throws Exception {
        var gate = new FairGate(new FairGate.Size(1, 1, 10, 1));
        gate.enter(NOISY, LONG);
        var another = threads.submit(() -> gate.enter("another", LONG));
        awaitWaiting(gate, 1);

        assertThat(gate.enter(QUIET, LONG)).isFalse();
        assertThat(another.isDone()).isFalse();
    }

    @Test
    void whoIsInterruptedLeavesNoTrace() throws Exception {
        var gate = new FairGate(new FairGate.Size(1, 1, 10, 10));
        gate.enter(NOISY, LONG);
        var waiter = new Thread[1];
        var second =
                threads.submit(
                        () -> {
                            waiter[0] = Thread.currentThread();
                            return gate.enter(QUIET, LONG);
                        });
        awaitWaiting(gate, 1);

        waiter[0].interrupt();

        assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        gate.leave(NOISY);
        assertThat(gate.flows()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void limitsHoldWhateverHappensAtOnce() throws Exception {
        var gate = new FairGate(new FairGate.Size(5, 2, 1_000, 10_000));
        var running = new AtomicInteger();
        var ofFlow = new ConcurrentHashMap<String, AtomicInteger>();
        var all = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < 2_000; i++) {
            var flow = "flow-" + i % 7;
            var patience = Duration.ofMillis(new Random(i).nextInt(200));
            all.add(threads.submit(() -> pass(gate, flow, patience, running, ofFlow)));
        }

        for (var each : all) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gate.flows()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    /// Whether the limits held while this one was in.
    private static boolean pass(
            FairGate gate,
            String flow,
            Duration patience,
            AtomicInteger running,
            ConcurrentHashMap<String, AtomicInteger> ofFlow)
            throws InterruptedException {
        if (!gate.enter(flow, patience)) {
            return true;
        }
        var own = ofFlow.computeIfAbsent(flow, _ -> new AtomicInteger());
        int all = running.incrementAndGet();
        int ofOne = own.incrementAndGet();
        Thread.onSpinWait();
        own.decrementAndGet();
        running.decrementAndGet();
        gate.leave(flow);
        return all <= 5 && ofOne <= 2;
    }
}
