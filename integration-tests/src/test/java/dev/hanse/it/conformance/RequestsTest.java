package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How requests are answered that are not as they should be, and how strictly bodies are read.
class RequestsTest extends ControlPlaneTest {

    private final AtomicInteger namespaces = new AtomicInteger();
    private TestingWorkspace workspace;
    private Api api;
    private String configMaps;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "requests");
        api = workspace.api();
    }

    @BeforeEach
    void createNamespace() {
        configMaps = workspace.namespace("ns-" + namespaces.incrementAndGet()) + "/configmaps";
    }

    @Test
    void anUnknownMediaTypeIs415() {
        var refused =
                api.send("POST", configMaps, "hello", "Content-Type", "text/plain").expect(415);

        assertThat(refused.text("/reason")).isEqualTo("UnsupportedMediaType");
        assertThat(refused.text("/message"))
                .contains("the body of the request was in an unknown format");
    }

    @Test
    void anAnswerThatCannotBeGivenIs406() {
        var refused = api.get(configMaps, "Accept", "image/png").expect(406);

        assertThat(refused.text("/reason")).isEqualTo("NotAcceptable");
        assertThat(refused.text("/message"))
                .startsWith("only the following media types are accepted: application/json");
    }

    @Test
    void aReviewIsNoTable() {
        var reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        var body = "{\"spec\": {\"nonResourceAttributes\": {\"path\": \"/\", \"verb\": \"get\"}}}";
        var table = "application/json;as=Table;v=v1;g=meta.k8s.io";

        api.post(reviews, body, "Accept", table).expect(406);

        var review = api.post(reviews, body, "Accept", table + ", application/json").expect(201);
        assertThat(review.text("/kind")).isEqualTo("SelfSubjectAccessReview");
    }

    @Test
    void aBodyOfMoreThanThreeMebibytesIs413() {
        var refused =
                api.post(
                                configMaps,
                                "{\"metadata\": {\"name\": \"big\"}, \"data\": {\"a\": \""
                                        + "x".repeat(3 << 20)
                                        + "\"}}")
                        .expect(413);

        assertThat(refused.text("/reason")).isEqualTo("RequestEntityTooLarge");
    }

    @ParameterizedTest
    @CsvSource({"PUT, application/json", "PATCH, application/merge-patch+json"})
    void aVerbThatCollectionsDoNotHaveIs405(String method, String contentType) {
        var refused = api.send(method, configMaps, "{}", "Content-Type", contentType).expect(405);

        assertThat(refused.text("/reason")).isEqualTo("MethodNotAllowed");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nosuch, 404",
        "/api/v2, 404",
        "/apis/nosuch.example.com, 404",
        "/apis/nosuch.example.com/v1/things, 404",
        "/api/v1/pods, 404",
        "/api/v1/namespaces/default/configmaps/a/status, 404",
        "/nosuch, 404",
    })
    void aPathThatNothingIsServedAtIs404(String path, int status) {
        api.get(path).expect(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "[]",
                "{\"kind\": \"Secret\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"a\"}}",
                "{\"apiVersion\": \"v9\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\":"
                        + " \"a\"}}",
                "{\"metadata\": {\"name\": 7}}",
            })
    void aBodyThatIsNoSuchObjectIs400(String body) {
        var refused = api.post(configMaps, body).expect(400);

        assertThat(refused.text("/reason")).isEqualTo("BadRequest");
        assertThat(refused.text("/kind")).isEqualTo("Status");
    }

    @Test
    void bodiesMayBeYaml() {
        api.send(
                        "POST",
                        configMaps,
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: one
                        data:
                          on: "yes"
                        """,
                        "Content-Type",
                        "application/yaml")
                .expect(201);

        assertThat(api.get(configMaps + "/one").text("/data/on")).isEqualTo("yes");
    }

    @Test
    void answersMayBeYaml() {
        var answer = api.get(configMaps, "Accept", "application/yaml").expect(200);

        assertThat(answer.header("content-type")).isEqualTo("application/yaml");
        assertThat(answer.text()).contains("kind: ConfigMapList");
    }

    @Nested
    class FieldValidation {

        private static final String MISSPELT =
                """
                {"metadata": {"name": "one"}, "data": {"a": "1"}, "date": {}, "data": {"b": "2"}}
                """;

        @Test
        void strictRefusesRepeatedFields() {
            var refused = api.post(configMaps + "?fieldValidation=Strict", MISSPELT).expect(400);

            assertThat(refused.text("/message"))
                    .contains("strict decoding error")
                    .contains("duplicate field \"data\"");
            api.get(configMaps + "/one").expect(404);
        }

        @Test
        void strictRefusesUnknownFields() {
            var refused =
                    api.post(
                                    configMaps + "?fieldValidation=Strict",
                                    "{\"metadata\": {\"name\": \"one\"}, \"date\": {}}")
                            .expect(400);

            assertThat(refused.text("/message"))
                    .contains("strict decoding error: unknown field \"date\"");
            api.get(configMaps + "/one").expect(404);
        }

        @Test
        void warnsAndDropsThem() {
            var created = api.post(configMaps, MISSPELT).expect(201);

            assertThat(created.headers().allValues("warning"))
                    .containsExactlyInAnyOrder(
                            "299 - \"unknown field \\\"date\\\"\"",
                            "299 - \"duplicate field \\\"data\\\"\"");
            assertThat(created.json().has("date")).isFalse();
        }

        @Test
        void ignoresThemOnRequest() {
            var created = api.post(configMaps + "?fieldValidation=Ignore", MISSPELT).expect(201);

            assertThat(created.headers().allValues("warning")).isEmpty();
            assertThat(created.json().has("date")).isFalse();
        }

        @Test
        void strictHoldsForPatchesToo() {
            api.post(configMaps, "{\"metadata\": {\"name\": \"one\"}}").expect(201);

            api.mergePatch(configMaps + "/one?fieldValidation=Strict", "{\"date\": {}}")
                    .expect(400);
        }
    }

    @Test
    void healthIsForEverybody() {
        for (var path : new String[] {"/healthz", "/livez", "/readyz"}) {
            assertThat(plane.anonymous().get(path).expect(200).text()).isEqualTo("ok");
            assertThat(api.get(path).expect(200).text()).isEqualTo("ok");
        }
    }

    @Test
    void theVersionIsThatOfAKubernetes() {
        var version = api.get("/version").expect(200);

        assertThat(version.text("/major")).isEqualTo("1");
        assertThat(version.text("/gitVersion")).startsWith("v1.");
    }

    @Test
    void anUnknownTokenIs401() {
        var stranger = new Api(plane.anonymous().http(), plane.anonymous().base(), "guess");

        assertThat(stranger.in("root").get("/api/v1/namespaces").expect(401).json())
                .isEqualTo(
                        Answer.parse(
                                """
                                {"kind": "Status", "apiVersion": "v1", "metadata": {},
                                 "status": "Failure", "message": "Unauthorized",
                                 "reason": "Unauthorized", "code": 401}
                                """));
    }
}
