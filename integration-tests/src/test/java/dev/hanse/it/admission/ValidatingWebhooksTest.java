package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.TestingWebhook;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Webhooks that may only say no.
class ValidatingWebhooksTest extends WebhookTest {

    private static TestingWebhook denying(String status) {
        return TestingWebhook.responding(_ -> TestingWebhook.denied(status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code': 403, 'message': 'not today'} | 403 | denied the request: not today",
                "{'message': 'not today'}              | 400 | denied the request: not today",
                "{'code': 200, 'message': 'not today'} | 400 | denied the request: not today",
                "{'code': 422, 'reason': 'Invalid'}    | 422 | denied the request: Invalid",
                "{}                                    | 400 | denied the request without"
                        + " explanation"
            })
    void refuseInTheirOwnWords(String status, int code, String message) {
        configure(VALIDATING, "strict", closedAfter(denying(status.replace('\'', '"'))), "");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(code);

        assertThat(refused.text("/message"))
                .isEqualTo("admission webhook \"strict.example.com\" " + message);
        api.get(CONFIGMAPS + "/a").expect(404);
    }

    @Test
    void seeWhatMutatingOnesHaveMade() {
        var mutating =
                closedAfter(
                        TestingWebhook.patching(
                                "[{\"op\": \"add\", \"path\": \"/data/x\", \"value\": \"9\"}]"));
        var validating = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));
        configure(MUTATING, "changes", mutating, "");
        configure(VALIDATING, "watches", validating, "");

        api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);

        assertThat(validating.requests().getFirst().at("/object/data/x").asText()).isEqualTo("9");
    }

    @Test
    void areAskedAllAtOnce() {
        var together = new CyclicBarrier(3);
        for (var name : new String[] {"a", "b", "c"}) {
            var webhook =
                    TestingWebhook.start(
                            (exchange, review) -> {
                                try {
                                    together.await(20, TimeUnit.SECONDS);
                                } catch (Exception e) {
                                    throw new IOException(e);
                                }
                                TestingWebhook.send(
                                        exchange,
                                        TestingWebhook.answer(
                                                review, _ -> TestingWebhook.allowed()));
                            });
            configure(VALIDATING, name, closedAfter(webhook), "");
        }

        // Nobody is answered before all three were asked.
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
    }

    @Test
    void warnClients() {
        var webhook =
                closedAfter(
                        TestingWebhook.responding(
                                _ -> {
                                    var response = TestingWebhook.allowed();
                                    response.putArray("warnings")
                                            .add("think twice")
                                            .add("line one\nX-Injected: two");
                                    return response;
                                }));
        configure(VALIDATING, "warns", webhook, "");

        var created = api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);

        assertThat(created.headers().allValues("warning"))
                .hasSize(2)
                .first()
                .isEqualTo("299 - \"think twice\"");
        assertThat(created.headers().map()).doesNotContainKey("x-injected");
    }

    @Test
    void mayNotChangeAnything() {
        var webhook = closedAfter(TestingWebhook.patching("[]"));
        configure(VALIDATING, "confused", webhook, "");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(500);

        assertThat(refused.text("/message"))
                .isEqualTo(
                        "Internal error occurred: failed calling webhook \"confused.example.com\":"
                                + " received invalid webhook response: validating webhook may not"
                                + " return response.patch");
    }

    @Test
    void guardDeletions() {
        var webhook = denying("{\"code\": 403, \"message\": \"keep it\"}");
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        configure(
                VALIDATING,
                "keeper",
                closedAfter(webhook),
                """
                "rules": [{"operations": ["DELETE"], "apiGroups": ["*"], "apiVersions": ["*"],
                           "resources": ["*/*"]}]
                """);

        api.delete(CONFIGMAPS + "/a").expect(403);
        api.delete(CONFIGMAPS).expect(403);
        api.get(CONFIGMAPS + "/a").expect(200);
        api.post(CONFIGMAPS, configMap("b", "{}")).expect(201);
    }

    @Test
    void neverGuardThemselves() {
        var everything =
                """
                "rules": [{"operations": ["*"], "apiGroups": ["*"], "apiVersions": ["*"],
                           "resources": ["*/*"]}]
                """;
        configure(VALIDATING, "tyrant", closedAfter(denying("{}")), everything);
        configure(MUTATING, "tyrant", closedAfter(denying("{}")), everything);

        api.post(CONFIGMAPS, configMap("a", "{}")).expect(400);
        api.delete(VALIDATING + "/tyrant").expect(200);
        api.delete(MUTATING + "/tyrant").expect(200);
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
    }

    @Test
    void concernTheirWorkspaceOnly() {
        configure(VALIDATING, "here", closedAfter(denying("{}")), "");
        var elsewhere = plane.workspace(workspace.owner(), workspace.path(), "below", "universal");

        api.post(CONFIGMAPS, configMap("a", "{}")).expect(400);
        elsewhere.api().post(CONFIGMAPS, configMap("a", "{}")).expect(201);
    }

    @Test
    void areNotAskedInADryRunUnlessTheyPromiseToDoNothing() {
        var webhook = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));
        configure(VALIDATING, "quiet", webhook, "\"sideEffects\": \"NoneOnDryRun\"");

        api.post(CONFIGMAPS + "?dryRun=All", configMap("a", "{}")).expect(201);

        assertThat(webhook.requests().getFirst().path("dryRun").asBoolean()).isTrue();
        assertThat(webhook.requests().getFirst().at("/options/dryRun/0").asText()).isEqualTo("All");
        api.get(CONFIGMAPS + "/a").expect(404);
    }

    @Test
    void holdUpNobodyElse() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var slow =
                closedAfter(
                        TestingWebhook.start(
                                (exchange, review) -> {
                                    asked.countDown();
                                    try {
                                        release.await();
                                    } catch (InterruptedException e) {
                                        throw new IOException(e);
                                    }
                                    TestingWebhook.send(
                                            exchange,
                                            TestingWebhook.answer(
                                                    review, _ -> TestingWebhook.allowed()));
                                }));
        configure(VALIDATING, "slow", slow, "\"timeoutSeconds\": 30");
        var waiting = Thread.ofVirtual().start(() -> api.post(CONFIGMAPS, configMap("slow", "{}")));
        asked.await();

        var secrets = "/api/v1/namespaces/default/secrets";
        for (int i = 0; i < 50; i++) {
            api.post(secrets, "{\"metadata\": {\"name\": \"s" + i + "\"}}").expect(201);
        }

        release.countDown();
        waiting.join();
        api.get(CONFIGMAPS + "/slow").expect(200);
    }
}
