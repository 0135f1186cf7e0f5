package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Watches of one collection.
class WatchTest extends ControlPlaneTest {

    private static final String WATCH = "?watch=true";

    private final AtomicInteger namespaces = new AtomicInteger();
    private TestingWorkspace workspace;
    private Api api;
    private String secrets;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "watches");
        api = workspace.api();
    }

    @BeforeEach
    void createNamespace() {
        secrets = workspace.namespace("ns-" + namespaces.incrementAndGet()) + "/secrets";
    }

    private Answer create(String name, String labels) {
        return api.post(
                        secrets,
                        "{\"metadata\": {\"name\": \"%s\", \"labels\": %s}}"
                                .formatted(name, labels))
                .expect(201);
    }

    private Answer create(String name) {
        return create(name, "{}");
    }

    private String now() {
        return api.get(secrets).resourceVersion();
    }

    @Test
    void tellsWhatHappensToObjects() {
        try (var watch = api.watch(secrets + WATCH + "&resourceVersion=" + now())) {
            var created = create("one");
            var changed =
                    api.mergePatch(secrets + "/one", "{\"stringData\": {\"a\": \"1\"}}")
                            .expect(200);
            api.delete(secrets + "/one").expect(200);

            assertThat(watch.next("ADDED")).isEqualTo(created.json());
            assertThat(watch.next("MODIFIED")).isEqualTo(changed.json());
            var deleted = watch.next("DELETED");
            assertThat(deleted.at("/data/a").asText()).isEqualTo("MQ==");
            assertThat(deleted.at("/metadata/uid").asText())
                    .isEqualTo(created.text("/metadata/uid"));
            assertThat(deleted.at("/metadata/resourceVersion").asLong())
                    .isGreaterThan(Long.parseLong(changed.resourceVersion()));
        }
    }

    @Test
    void withoutAVersionBeginsWithWhatIsThere() {
        create("one");

        try (var watch = api.watch(secrets + WATCH)) {
            assertThat(watch.line()).isEqualTo("ADDED one");
            create("two");
            assertThat(watch.line()).isEqualTo("ADDED two");
        }
    }

    @Test
    void resumesWhereItEnded() {
        var first = create("one").resourceVersion();
        create("two");
        create("three");

        try (var watch = api.watch(secrets + WATCH + "&resourceVersion=" + first)) {
            assertThat(watch.line()).isEqualTo("ADDED two");
            assertThat(watch.line()).isEqualTo("ADDED three");
        }
    }

    @Test
    void showsObjectsThatComeToMatchAndCeaseTo() {
        try (var watch =
                api.watch(secrets + WATCH + "&labelSelector=x%3D1&resourceVersion=" + now())) {
            create("one", "{\"x\": \"0\"}");
            api.mergePatch(secrets + "/one", "{\"metadata\": {\"labels\": {\"x\": \"1\"}}}");
            api.mergePatch(secrets + "/one", "{\"metadata\": {\"labels\": {\"x\": \"2\"}}}");
            var added = watch.next("ADDED");
            var gone = watch.next("DELETED");

            assertThat(added.at("/metadata/labels/x").asText()).isEqualTo("1");
            // The last state that matched, at the version at which it ceased to.
            assertThat(gone.at("/metadata/labels/x").asText()).isEqualTo("1");
            assertThat(gone.at("/metadata/resourceVersion").asLong())
                    .isGreaterThan(added.at("/metadata/resourceVersion").asLong());
        }
    }

    @Test
    void ofOneNameSeesNoOther() {
        try (var watch =
                api.watch(
                        secrets
                                + WATCH
                                + "&fieldSelector=metadata.name%3Dtwo&resourceVersion="
                                + now())) {
            create("one");
            create("two");

            assertThat(watch.line()).isEqualTo("ADDED two");
        }
    }

    @Test
    void streamsTheListAndMarksItsEnd() {
        create("one");
        var two = create("two");

        try (var watch =
                api.watch(
                        secrets
                                + WATCH
                                + "&sendInitialEvents=true&allowWatchBookmarks=true"
                                + "&resourceVersionMatch=NotOlderThan")) {
            assertThat(watch.line()).isEqualTo("ADDED one");
            assertThat(watch.line()).isEqualTo("ADDED two");
            var bookmark = watch.next("BOOKMARK");
            assertThat(bookmark.at("/metadata/annotations/k8s.io~1initial-events-end").asText())
                    .isEqualTo("true");
            assertThat(bookmark.path("kind").asText()).isEqualTo("Secret");
            assertThat(bookmark.at("/metadata/resourceVersion").asLong())
                    .isGreaterThanOrEqualTo(Long.parseLong(two.resourceVersion()));
            create("three");
            assertThat(watch.line()).isEqualTo("ADDED three");
        }
    }

    @Test
    void endsAtItsTimeout() {
        try (var watch =
                api.watch(secrets + WATCH + "&timeoutSeconds=1&resourceVersion=" + now())) {
            assertThat(watch.next("END").isMissingNode()).isTrue();
        }
    }

    @Test
    void refusesInitialEventsWithoutAMatchRule() {
        try (var watch = api.watch(secrets + WATCH + "&sendInitialEvents=true")) {
            assertThat(watch.status()).isEqualTo(422);
        }
    }

    @Test
    void comesAsTablesToWhoAsksForThem() {
        create("one");

        try (var watch =
                api.watch(
                        secrets + WATCH,
                        "Accept",
                        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")) {
            var first = watch.next("ADDED");
            assertThat(first.path("kind").asText()).isEqualTo("Table");
            assertThat(first.at("/columnDefinitions/0/name").asText()).isEqualTo("Name");
            assertThat(first.at("/rows/0/cells/0").asText()).isEqualTo("one");
            create("two");
            var second = watch.next("ADDED");
            assertThat(second.path("columnDefinitions").isEmpty()).isTrue();
            assertThat(second.at("/rows/0/cells/0").asText()).isEqualTo("two");
        }
    }

    @Test
    void tellsEverythingOnceAndInOrderWhileManyWrite() throws InterruptedException {
        long seed = System.nanoTime();
        try (var watch = CheckedWatch.of(api, secrets)) {
            var writers = new ArrayList<Thread>();
            for (int writer = 0; writer < 6; writer++) {
                var random = new Random(seed + writer);
                writers.add(Thread.startVirtualThread(() -> writeAtRandom(random)));
            }
            for (var each : writers) {
                each.join();
            }

            watch.verify();
        }
    }

    /// Whether a write succeeds depends on what the others do.
    private void writeAtRandom(Random random) {
        for (int i = 0; i < 40; i++) {
            var name = "shared-" + random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> api.post(secrets, "{\"metadata\": {\"name\": \"" + name + "\"}}");
                case 1 -> api.delete(secrets + "/" + name);
                default ->
                        api.mergePatch(
                                secrets + "/" + name,
                                "{\"stringData\": {\"a\": \"" + random.nextInt(3) + "\"}}");
            }
        }
    }

    /// Clients come and go beside long watches; the ones that stay must not notice.
    @Test
    void survivesHundredsOfOthersThatAreCancelled() {
        try (var stays = api.watch(secrets + WATCH + "&resourceVersion=" + now())) {
            for (int i = 0; i < 400; i++) {
                try (var cancelled = api.watch(secrets + WATCH)) {
                    assertThat(cancelled.status()).isEqualTo(200);
                }
            }
            create("after");

            assertThat(stays.line()).isEqualTo("ADDED after");
            await().untilAsserted(() -> api.get("/readyz").expect(200));
        }
    }
}
