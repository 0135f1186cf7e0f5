package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said about requests that nobody should send: status, reason and message as Kubernetes
/// gives them, so that what people find about them on the web is true here, too.
class BadRequestsTest extends ControlPlaneTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/bad/configmaps";
    private static final String WIDGETS = "/apis/bad.example.com/v1/namespaces/bad/widgets";

    private Api api;

    static List<BadRequest> table() {
        return BadRequest.table();
    }

    @BeforeAll
    void createWorkspace() {
        var workspace = plane.workspaceOf("alice", "requests");
        workspace.namespace("bad");
        api = workspace.api();
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"metadata": {"name": "widgets.bad.example.com"},
                         "spec": {"group": "bad.example.com", "scope": "Namespaced",
                          "names": {"plural": "widgets", "kind": "Widget"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                           "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                            "spec": {"type": "object", "properties": {
                             "size": {"type": "integer"}}}}}}}]}}
                        """)
                .expect(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> api.get(WIDGETS).status() == 200);
        api.post(
                        WIDGETS,
                        """
                        {"apiVersion": "bad.example.com/v1", "kind": "Widget",
                         "metadata": {"name": "one"}, "spec": {"size": 1}}
                        """)
                .expect(201);
    }

    /// The requests are about `one`, which is there, and `x`, which is not.
    @BeforeEach
    void createWhatRequestsAreAbout() {
        api.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"one\"}, \"data\": {\"a\": \"1\"}}");
        api.delete(CONFIG_MAPS + "/x");
    }

    @ParameterizedTest
    @MethodSource("table")
    void isAnsweredAsByKubernetes(BadRequest request) {
        var answer = request.send(api);

        assertThat(answer.status()).as(answer.text()).isEqualTo(request.status());
        assertThat(answer.text("/reason")).isEqualTo(request.reason());
        assertThat(answer.text("/message")).matches(request.message());
    }
}
