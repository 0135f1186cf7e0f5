package dev.hanse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private static final int MEBIBYTE = 1 << 20;

    private final BodyMemory memory = new BodyMemory(256 * MEBIBYTE, 3 * MEBIBYTE);

    @Test
    void whatHasNoRoomIsTurnedAwayAndTakesNone() {
        for (int i = 0; i < 10; i++) {
            assertThat(memory.arrive(3 * MEBIBYTE)).isTrue();
        }

        assertThat(memory.arrive(3 * MEBIBYTE)).isFalse();
        assertThat(memory.arrive(2 * MEBIBYTE)).isTrue();

        memory.left(3 * MEBIBYTE);
        assertThat(memory.arrive(3 * MEBIBYTE)).isTrue();
    }

    @Test
    void largeBodiesAreReadOneAfterTheOther() throws Exception {
        var reading = new AtomicInteger();
        var most = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 50; i++) {
                all.add(
                        threads.submit(
                                () ->
                                        memory.read(
                                                2 * MEBIBYTE,
                                                () -> {
                                                    most.accumulateAndGet(
                                                            reading.incrementAndGet(), Math::max);
                                                    Thread.onSpinWait();
                                                    reading.decrementAndGet();
                                                })));
            }
            for (var each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void smallBodiesDoNotWaitForLargeOnes() throws Exception {
        var small = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var large =
                    threads.submit(
                            () ->
                                    memory.read(
                                            3 * MEBIBYTE,
                                            () -> {
                                                memory.read(1_000, small::countDown);
                                                assertThat(small.getCount()).isZero();
                                            }));

            large.get(30, TimeUnit.SECONDS);
        }
    }
}
