package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import dev.hanse.it.TestingWebhook;
import dev.hanse.it.TestingWebhook.Behaviour;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Webhooks that are slow, dead, lying, or lead elsewhere.
class FailingWebhooksTest extends WebhookTest {

    /// What is wrong with a webhook, and what the client is told about it.
    enum Fault {
        NOT_JSON("json parse error", raw(200, "<html>")),
        EMPTY("json parse error", raw(200, "")),
        NO_RESPONSE(
                "webhook response was absent",
                raw(
                        200,
                        "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\":"
                                + " \"AdmissionReview\"}")),
        WRONG_UID(
                "expected response.uid=\"",
                changed(answer -> ((ObjectNode) answer.path("response")).put("uid", "other"))),
        WRONG_KIND(
                "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got v1,"
                        + " Kind=Status",
                changed(answer -> answer.put("apiVersion", "v1").put("kind", "Status"))),
        WRONG_VERSION(
                "got admission.k8s.io/v1beta1, Kind=AdmissionReview",
                changed(answer -> answer.put("apiVersion", "admission.k8s.io/v1beta1"))),
        PATCH_WITHOUT_TYPE(
                "webhook returned response.patch but not response.patchType",
                changed(answer -> ((ObjectNode) answer.path("response")).put("patch", "W10="))),
        TYPE_WITHOUT_PATCH(
                "webhook returned response.patchType but not response.patch",
                changed(
                        answer ->
                                ((ObjectNode) answer.path("response"))
                                        .put("patchType", "JSONPatch"))),
        UNKNOWN_PATCH_TYPE(
                "unsupported patch type \"Merge\"",
                changed(
                        answer ->
                                ((ObjectNode) answer.path("response"))
                                        .put("patch", "W10=")
                                        .put("patchType", "Merge"))),
        BAD_PATCH(
                "received undecodable patch in webhook response",
                changed(
                        answer ->
                                ((ObjectNode) answer.path("response"))
                                        .put("patch", "!!!")
                                        .put("patchType", "JSONPatch"))),
        SERVER_ERROR(
                "an error on the server (\"out of order\") has prevented the request from"
                        + " succeeding",
                raw(500, "out of order")),
        NOT_FOUND("the server could not find the requested resource", raw(404, "")),
        REDIRECT(
                "the server responded with the status code 302",
                (exchange, _) -> {
                    exchange.getResponseHeaders().set("Location", "https://127.0.0.1:1/");
                    TestingWebhook.send(exchange, 302, "");
                }),
        HUGE(
                "the answer is larger than",
                (exchange, _) -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (var body = exchange.getResponseBody()) {
                        var part = new byte[1024 * 1024];
                        for (int i = 0; i < 1_000; i++) {
                            body.write(part);
                        }
                    } catch (IOException _) {
                        // The reader has had enough.
                    }
                }),
        HANGS_UP("EOF", (exchange, _) -> exchange.close());

        final String message;

        @SuppressWarnings("ImmutableEnumChecker") // a function without state
        final Behaviour behaviour;

        Fault(String message, Behaviour behaviour) {
            this.message = message;
            this.behaviour = behaviour;
        }
    }

    private interface Lie {
        void tell(ObjectNode answer);
    }

    private static Behaviour changed(Lie lie) {
        return (exchange, review) -> {
            var answer = TestingWebhook.answer(review, _ -> TestingWebhook.allowed());
            lie.tell(answer);
            TestingWebhook.send(exchange, answer);
        };
    }

    private static Behaviour raw(int status, String body) {
        return (exchange, _) -> TestingWebhook.send(exchange, status, body);
    }

    @ParameterizedTest
    @EnumSource
    void keepTheWriteFromHappening(Fault fault) {
        configure(MUTATING, "bad", closedAfter(TestingWebhook.start(fault.behaviour)), "");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(500);

        assertThat(refused.text("/reason")).isEqualTo("InternalError");
        assertThat(refused.text("/message"))
                .startsWith("Internal error occurred: failed calling webhook \"bad.example.com\": ")
                .contains(fault.message);
        api.get(CONFIGMAPS + "/a").expect(404);
    }

    @ParameterizedTest
    @EnumSource
    void areLeftOutWhereTheyMayBe(Fault fault) {
        var webhook = closedAfter(TestingWebhook.start(fault.behaviour));
        configure(MUTATING, "bad", webhook, "\"failurePolicy\": \"Ignore\"");

        api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);

        assertThat(webhook.requests()).hasSize(1);
    }

    @Test
    void areGivenNoMoreTimeThanTheyHave() {
        var never = new CountDownLatch(1);
        var slow =
                closedAfter(
                        TestingWebhook.start(
                                (_, _) -> {
                                    try {
                                        never.await();
                                    } catch (InterruptedException _) {
                                        // The test is over.
                                    }
                                }));
        configure(VALIDATING, "slow", slow, "\"timeoutSeconds\": 1");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(500);

        assertThat(refused.text("/message"))
                .isEqualTo(
                        "Internal error occurred: failed calling webhook \"slow.example.com\":"
                                + " failed to call webhook: Post \""
                                + slow.url()
                                + "?timeout=1s\": context deadline exceeded");
    }

    private String refusal(String clientConfig) {
        api.post(VALIDATING, configuration(VALIDATING, "gone", clientConfig, "")).expect(201);
        return api.post(CONFIGMAPS, configMap("a", "{}")).expect(500).text("/message");
    }

    @Test
    void areMissedWhenTheyAreGone() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(refusal("{\"url\": \"https://127.0.0.1:" + port + "/x\"}"))
                .isEqualTo(
                        "Internal error occurred: failed calling webhook \"gone.example.com\":"
                                + " failed to call webhook: Post \"https://127.0.0.1:"
                                + port
                                + "/x?timeout=10s\": dial tcp 127.0.0.1:"
                                + port
                                + ": connect: connection refused");
    }

    @Test
    void areNotLookedForUnderNamesThatNobodyHas() {
        assertThat(refusal("{\"url\": \"https://webhook.invalid/x\"}"))
                .endsWith("dial tcp: lookup webhook.invalid: no such host");
    }

    @Test
    void areNotBelievedWithoutTheRightCertificate() {
        var webhook = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));

        assertThat(refusal("{\"url\": \"" + webhook.url() + "\"}"))
                .contains("x509: certificate signed by unknown authority");
        assertThat(webhook.requests()).isEmpty();
    }

    @Test
    void mustHaveTheNameTheirCertificateSays() {
        var webhook = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));

        assertThat(refusal(webhook.clientConfig().replace("//127.0.0.1:", "//127.0.0.2:")))
                .containsAnyOf("x509", "connection refused");
        assertThat(webhook.requests()).isEmpty();
    }

    @Test
    void areNotBelievedWithAnAuthorityThatIsNone() {
        assertThat(
                        refusal(
                                """
                                {"url": "https://127.0.0.1:1/x", "caBundle": "bm9uc2Vuc2U="}
                                """))
                .contains("unable to load root certificates");
    }

    @Test
    void cannotBeTheServerItself() {
        var port = plane.admin().base().getPort();

        assertThat(refusal("{\"url\": \"https://127.0.0.1:" + port + "/readyz\"}"))
                .endsWith("127.0.0.1 is refused: it is this server itself");
    }

    @Test
    void cannotBeWhereTheMachineKeepsItsSecrets() {
        assertThat(refusal("{\"url\": \"https://169.254.169.254/latest/meta-data\"}"))
                .endsWith(
                        "169.254.169.254 is refused: it is a link-local address, which the operator"
                                + " has not allowed");
    }

    @Test
    void areNotFoundAtServicesThatAreNotThere() {
        assertThat(
                        refusal(
                                """
                                {"service": {"namespace": "default", "name": "hook", "path": "/x"}}
                                """))
                .isEqualTo(
                        "Internal error occurred: failed calling webhook \"gone.example.com\":"
                                + " failed to call webhook: Post"
                                + " \"https://hook.default.svc:443/x?timeout=10s\": service"
                                + " \"hook\" not found");
    }

    /// A webhook that writes what it is asked about: every write asks it again, until somebody has
    /// waited long enough.
    @Test
    void endWhenTheyAskThemselves() {
        var depth = new AtomicInteger();
        var looping =
                closedAfter(
                        TestingWebhook.start(
                                (exchange, review) -> {
                                    int n = depth.incrementAndGet();
                                    var inner =
                                            n > 20
                                                    ? null
                                                    : api.post(
                                                            CONFIGMAPS,
                                                            configMap("loop" + n, "{}"));
                                    var response =
                                            inner == null || inner.status() == 201
                                                    ? TestingWebhook.denied("{}")
                                                    : TestingWebhook.denied(
                                                            "{\"message\": \"inner\"}");
                                    TestingWebhook.send(
                                            exchange, TestingWebhook.answer(review, _ -> response));
                                }));
        configure(VALIDATING, "loop", looping, "\"timeoutSeconds\": 2");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}"));

        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        api.delete(VALIDATING + "/loop").expect(200);
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        assertThat(Answer.parse(refused.text()).path("message").asText())
                .contains("loop.example.com");
    }
}
