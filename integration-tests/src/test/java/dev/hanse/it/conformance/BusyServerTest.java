package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.testkit.EtcdProcess;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What requests hear that last too long or are too many. An etcd that stands still makes them.
@TestInstance(Lifecycle.PER_CLASS)
class BusyServerTest {

    /// One for each workspace, and two may wait.
    private static final String SEATS = "8";

    private final EtcdProcess etcd = EtcdProcess.startNew();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestingControlPlane plane;
    private Api noisy;
    private Api quiet;

    @BeforeAll
    void start() {
        plane = TestingControlPlane.onEtcd(etcd, "--max-mutating-requests-inflight", SEATS);
        noisy = plane.workspaceOf("alice", "noisy").api();
        quiet = plane.workspaceOf("bob", "quiet").api();
    }

    @AfterEach
    void resume() {
        etcd.resume();
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        plane.close();
    }

    @Test
    void aRequestThatTakesLongerThanItAskedForIs504() {
        etcd.pause();

        var late = quiet.post("/api/v1/namespaces?timeout=1s", namespace("late")).expect(504);

        assertThat(late.text("/reason")).isEqualTo("Timeout");
        assertThat(late.text("/message"))
                .isEqualTo(
                        "Timeout: request did not complete within requested timeout - context"
                                + " deadline exceeded");
    }

    @Test
    void aTimeoutThatIsNoDurationIs400() {
        var refused = quiet.get("/api/v1/namespaces?timeout=soon").expect(400);

        assertThat(refused.text("/message"))
                .isEqualTo(
                        "invalid timeout specified in the request URL - time: invalid duration"
                                + " \"soon\"");
    }

    @Test
    void whoSendsTooMuchIsTurnedAwayAndNobodyElse() {
        try (var watch = CheckedWatch.of(noisy, "/api/v1/namespaces")) {
            sendTooMuch();
            watch.verify();
        }
    }

    private void sendTooMuch() {
        etcd.pause();
        var sent = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 4; i++) {
            var name = "noisy-" + i;
            sent.add(create(noisy, name));
        }

        var refused =
                (Answer) CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).join();
        var other = create(quiet, "quiet");

        refused.expect(429);
        assertThat(refused.text()).isEqualTo("Too many requests, please try again later.\n");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        etcd.resume();
        other.join().expect(201);
        assertThat(sent.stream().map(each -> each.join().status()).sorted())
                .containsExactly(201, 201, 201, 429);
    }

    private CompletableFuture<Answer> create(Api api, String name) {
        return CompletableFuture.supplyAsync(
                () -> api.post("/api/v1/namespaces", namespace(name)), threads);
    }

    private static String namespace(String name) {
        return "{\"metadata\": {\"name\": \"" + name + "\"}}";
    }
}
