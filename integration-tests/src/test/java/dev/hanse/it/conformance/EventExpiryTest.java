package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingControlPlane;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Events on a server that forgets them soon.
class EventExpiryTest extends ControlPlaneTest {

    private static final String EVENTS = "/api/v1/namespaces/default/events";

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEmbeddedStore("--event-ttl", "3s");
    }

    @Test
    void areForgottenUnlessTheyAreWrittenAgain() {
        var api = plane.workspaceOf("alice", "events").api();
        api.post(EVENTS, event("silent")).expect(201);
        api.post(EVENTS, event("busy")).expect(201);
        var config = "/api/v1/namespaces/default/configmaps";
        api.post(config, "{\"metadata\": {\"name\": \"kept\"}}").expect(201);
        var count = new int[] {1};

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> {
                            api.mergePatch(EVENTS + "/busy", "{\"count\": " + ++count[0] + "}")
                                    .expect(200);
                            api.get(EVENTS + "/silent").expect(404);
                        });

        api.get(EVENTS + "/busy").expect(200);
        api.get(config + "/kept").expect(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(api.get(EVENTS).at("/items")).isEmpty());
    }

    private static String event(String name) {
        return """
        {"metadata": {"name": "%s"}, "involvedObject": {"namespace": "default"}, "count": 1}
        """
                .formatted(name);
    }
}
