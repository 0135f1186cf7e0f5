package dev.hanse.machinery.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ControllerTest {

    private static final ResourceScope WIDGETS =
            ResourceScope.everywhere(new GroupVersionResource("example.org", "v1", "widgets"));

    private final ScriptedWatches server = new ScriptedWatches();
    private final BlockingQueue<String> reconciled = new LinkedBlockingQueue<>();

    @Test
    void everyListedAndEveryChangedObjectIsReconciled() throws InterruptedException {
        server.listed.add(widget("listed", "1"));

        try (var _ = started(key -> seen(key))) {
            assertThat(next()).isEqualTo("listed");

            server.say(widget("added", "2"));
            assertThat(next()).isEqualTo("added");
        }
    }

    @Test
    void watchResumesWhereItEnded() throws InterruptedException {
        try (var _ = started(key -> seen(key))) {
            server.say(widget("a", "7"));
            assertThat(next()).isEqualTo("a");
            server.end(Status.failure(500, "InternalError", "stopping"));

            server.say(widget("b", "8"));
            assertThat(next()).isEqualTo("b");
        }
        assertThat(server.startedAt).containsExactly("1", "7");
        assertThat(server.lists).hasValue(1);
    }

    @Test
    void expiredWatchListsAgain() throws InterruptedException {
        try (var _ = started(key -> seen(key))) {
            server.awaitWatch();
            server.listed.add(widget("while-away", "9"));
            server.end(Status.failure(410, "Expired", "too old"));

            assertThat(next()).isEqualTo("while-away");
        }
        assertThat(server.lists).hasValue(2);
    }

    @Test
    void failingKeyIsTriedAgainAndHoldsUpNobody() throws InterruptedException {
        var failures = new AtomicInteger();
        Reconciler<String> failsTwice =
                key -> {
                    if (key.equals("bad") && failures.incrementAndGet() <= 2) {
                        throw ApiException.unavailable("not now");
                    }
                    return seen(key);
                };

        try (var controller = started(failsTwice)) {
            controller.enqueue("bad");
            controller.enqueue("good");

            assertThat(next()).isEqualTo("good");
            assertThat(next()).isEqualTo("bad");
        }
    }

    @Test
    void requeuedKeyComesAgain() throws InterruptedException {
        var turns = new AtomicInteger();
        Reconciler<String> twice =
                key -> {
                    seen(key + turns.incrementAndGet());
                    return turns.get() < 2
                            ? Result.requeueAfter(Duration.ofMillis(1))
                            : Result.done();
                };

        try (var controller = started(twice)) {
            controller.enqueue("k");

            assertThat(next()).isEqualTo("k1");
            assertThat(next()).isEqualTo("k2");
        }
    }

    @Test
    void closeWaitsForARunningReconciliation() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var controller =
                started(
                        key -> {
                            begun.countDown();
                            mayEnd.await();
                            return seen(key);
                        });
        controller.enqueue("slow");
        begun.await();

        var closing = Thread.ofVirtual().start(controller::close);
        mayEnd.countDown();

        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(reconciled).containsExactly("slow");
        assertThat(server.openWatches()).isZero();
    }

    private Controller<String> started(Reconciler<String> reconciler) {
        Controller<String> controller =
                Controller.<String>named("test")
                        .watching(WIDGETS, object -> List.of(object.name()))
                        .workers(2)
                        .reconciler(reconciler);
        controller.start(server);
        return controller;
    }

    private Result seen(String key) {
        reconciled.add(key);
        return Result.done();
    }

    private String next() throws InterruptedException {
        var key = reconciled.poll(10, TimeUnit.SECONDS);
        assertThat(key).isNotNull();
        return key == null ? "" : key;
    }

    private static KubeObject widget(String name, String resourceVersion) {
        return KubeObject.of(new GroupVersionKind("example.org", "v1", "Widget"), null, name)
                .with(json -> json.withObject("metadata").put("resourceVersion", resourceVersion));
    }
}
