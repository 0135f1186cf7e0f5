package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Namespaces and what controllers keep in them.
class NamespacesTest extends ControlPlaneTest {

    private TestingWorkspace workspace;
    private Api api;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "namespaces");
        api = workspace.api();
    }

    @Test
    void areActiveAndNamedByALabel() {
        workspace.namespace("fresh");

        var namespace = api.get("/api/v1/namespaces/fresh").expect(200);

        assertThat(namespace.text("/status/phase")).isEqualTo("Active");
        assertThat(namespace.text("/metadata/labels/kubernetes.io~1metadata.name"))
                .isEqualTo("fresh");
        assertThat(namespace.text("/spec/finalizers/0")).isEqualTo("kubernetes");
    }

    @Test
    void haveAServiceAccountAndTheRootCertificate() {
        var path = workspace.namespace("furnished");

        await().untilAsserted(
                        () -> {
                            api.get(path + "/serviceaccounts/default").expect(200);
                            assertThat(
                                            api.get(path + "/configmaps/kube-root-ca.crt")
                                                    .expect(200)
                                                    .text("/data/ca.crt"))
                                    .startsWith("-----BEGIN CERTIFICATE-----");
                        });
        assertThat(api.get(path + "/configmaps").at("/items")).hasSize(1);
    }

    @Test
    void takeTheirContentWithThem() {
        var path = workspace.namespace("ends");
        api.post(path + "/configmaps", "{\"metadata\": {\"name\": \"a\"}}").expect(201);
        api.post(path + "/secrets", "{\"metadata\": {\"name\": \"b\"}}").expect(201);

        var deleting = api.delete(path).expect(200);

        assertThat(deleting.text("/status/phase")).isEqualTo("Terminating");
        await().untilAsserted(() -> api.get(path).expect(404));
        assertThat(api.get(path + "/configmaps").at("/items")).isEmpty();
        assertThat(api.get(path + "/secrets").at("/items")).isEmpty();
    }

    @Test
    void waitForFinalizersInThemAndSaySo() {
        var path = workspace.namespace("held");
        api.post(
                        path + "/configmaps",
                        """
                        {"metadata": {"name": "a", "finalizers": ["example.com/hold"]}}
                        """)
                .expect(201);
        api.delete(path).expect(200);

        await().untilAsserted(
                        () ->
                                assertThat(api.get(path).expect(200).text())
                                        .contains("NamespaceFinalizersRemaining")
                                        .contains("example.com/hold in 1 resource instances"));
        var refused =
                api.post(path + "/configmaps", "{\"metadata\": {\"name\": \"late\"}}").expect(403);
        assertThat(refused.text("/message"))
                .contains("unable to create new content in namespace held because it is being")
                .contains("terminated");

        api.mergePatch(path + "/configmaps/a", "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        await().untilAsserted(() -> api.get(path).expect(404));
    }

    @Test
    void thatEveryWorkspaceNeedsCannotBeDeleted() {
        assertThat(api.delete("/api/v1/namespaces/default").expect(403).text("/message"))
                .contains("this namespace may not be deleted");
    }
}
