package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.Map;
import java.util.TreeMap;
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
    void getBackWhatIsTakenFromThem() {
        var path = workspace.namespace("robbed");
        var account = path + "/serviceaccounts/default";
        var certificate = path + "/configmaps/kube-root-ca.crt";
        await().untilAsserted(() -> api.get(account).expect(200));
        await().untilAsserted(() -> api.get(certificate).expect(200));
        var before = api.get(account).text("/metadata/uid");

        api.delete(account).expect(200);
        api.mergePatch(certificate, "{\"data\": {\"ca.crt\": \"mine\", \"more\": \"x\"}}")
                .expect(200);

        await().untilAsserted(
                        () ->
                                assertThat(api.get(account).expect(200).text("/metadata/uid"))
                                        .isNotEqualTo(before));
        await().untilAsserted(
                        () -> {
                            var data = api.get(certificate).expect(200).at("/data");
                            assertThat(data).hasSize(1);
                            assertThat(data.path("ca.crt").asText())
                                    .startsWith("-----BEGIN CERTIFICATE-----");
                        });
        api.delete(certificate).expect(200);
        await().untilAsserted(() -> api.get(certificate).expect(200));
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
        var conditions = new TreeMap<String, String>();
        for (var each : api.get(path).expect(200).at("/status/conditions")) {
            conditions.put(
                    each.path("type").asText(),
                    each.path("status").asText()
                            + " "
                            + each.path("reason").asText()
                            + ": "
                            + each.path("message").asText());
        }
        assertThat(conditions)
                .isEqualTo(
                        Map.of(
                                "NamespaceDeletionDiscoveryFailure",
                                "False ResourcesDiscovered: All resources successfully discovered",
                                "NamespaceDeletionGroupVersionParsingFailure",
                                "False ParsedGroupVersions: All legacy kube types successfully"
                                        + " parsed",
                                "NamespaceDeletionContentFailure",
                                "False ContentDeleted: All content successfully deleted, may be"
                                        + " waiting on finalization",
                                "NamespaceContentRemaining",
                                "True SomeResourcesRemain: Some resources are remaining:"
                                        + " configmaps. has 1 resource instances",
                                "NamespaceFinalizersRemaining",
                                "True SomeFinalizersRemain: Some content in the namespace has"
                                        + " finalizers remaining: example.com/hold in 1 resource"
                                        + " instances"));
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
