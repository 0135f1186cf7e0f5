package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.ControlPlaneTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Custom resource definitions among themselves: names, approval, storage versions, removal.
class DefinitionsTest extends ControlPlaneTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private Api api;

    @BeforeAll
    void createWorkspace() {
        api = plane.workspaceOf("alice", "definitions").api();
    }

    private static String definition(
            String group, String plural, String kind, String annotations, String versions) {
        return """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "%2$s.%1$s", "annotations": %4$s},
         "spec": {"group": "%1$s", "scope": "Namespaced",
          "names": {"plural": "%2$s", "kind": "%3$s"}, "versions": [%5$s]}}
        """
                .formatted(group, plural, kind, annotations, versions);
    }

    private static String version(String name, boolean storage) {
        return """
        {"name": "%s", "served": true, "storage": %s, "schema": {"openAPIV3Schema": {
         "type": "object", "x-kubernetes-preserve-unknown-fields": true}}}
        """
                .formatted(name, storage);
    }

    private static String simple(String group, String plural, String kind) {
        return definition(group, plural, kind, "{}", version("v1", true));
    }

    private JsonNode condition(String name, String type) {
        for (var each : api.get(DEFINITIONS + "/" + name).expect(200).at("/status/conditions")) {
            if (each.path("type").asText().equals(type)) {
                return each;
            }
        }
        return Answer.parse("{}");
    }

    @Test
    void ofManyThatWantOneKindAtOnceExactlyOneGetsIt() throws Exception {
        var group = "race.example.com";
        var plurals = List.of("as", "bs", "cs", "ds", "es", "fs", "gs", "hs");
        var writes = new ArrayList<Callable<Answer>>();
        plurals.forEach(
                each -> writes.add(() -> api.post(DEFINITIONS, simple(group, each, "Racer"))));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var watch = CheckedWatch.of(api, DEFINITIONS)) {
            for (var each : threads.invokeAll(writes)) {
                each.get().expect(201);
            }
            watch.verify();
        }

        await().untilAsserted(
                        () ->
                                assertThat(plurals)
                                        .filteredOn(
                                                each ->
                                                        condition(
                                                                        each + "." + group,
                                                                        "NamesAccepted")
                                                                .path("status")
                                                                .asText()
                                                                .equals("True"))
                                        .hasSize(1));
        await().untilAsserted(
                        () ->
                                assertThat(plurals)
                                        .filteredOn(
                                                each ->
                                                        condition(
                                                                        each + "." + group,
                                                                        "NamesAccepted")
                                                                .path("reason")
                                                                .asText()
                                                                .equals("ListKindConflict"))
                                        .hasSize(plurals.size() - 1));
        var kinds = api.get("/apis/" + group + "/v1").expect(200).at("/resources");
        assertThat(kinds).hasSize(1);
    }

    @Test
    void sayWhetherTheirGroupIsApproved() {
        var approved = "{\"api-approved.kubernetes.io\": \"https://example.com/pull/1\"}";
        var bypassed = "{\"api-approved.kubernetes.io\": \"unapproved, a test\"}";
        var version = version("v1", true);
        api.post(DEFINITIONS, definition("a.k8s.io", "as", "A", approved, version)).expect(201);
        api.post(DEFINITIONS, definition("b.k8s.io", "bs", "B", bypassed, version)).expect(201);
        var refused =
                api.post(DEFINITIONS, definition("c.k8s.io", "cs", "C", "{}", version)).expect(422);

        var type = "KubernetesAPIApprovalPolicyConformant";
        assertThat(condition("as.a.k8s.io", type).path("reason").asText())
                .isEqualTo("ApprovedAnnotation");
        assertThat(condition("as.a.k8s.io", type).path("message").asText())
                .isEqualTo("approved in https://example.com/pull/1");
        assertThat(condition("bs.b.k8s.io", type).path("status").asText()).isEqualTo("False");
        assertThat(condition("bs.b.k8s.io", type).path("message").asText())
                .isEqualTo("not approved: \"unapproved, a test\"");
        assertThat(refused.text("/message")).contains("protected groups must have approval");
    }

    @Test
    void keepObjectsReadableWhenTheStorageVersionChanges() {
        var ships = "/apis/moves.example.com/%s/namespaces/default/ships";
        api.post(
                        DEFINITIONS,
                        definition(
                                "moves.example.com",
                                "ships",
                                "Ship",
                                "{}",
                                version("v1", true) + "," + version("v2", false)))
                .expect(201);
        api.post(
                        ships.formatted("v1"),
                        """
                        {"apiVersion": "moves.example.com/v1", "kind": "Ship",
                         "metadata": {"name": "kogge"}}
                        """)
                .expect(201);
        var name = DEFINITIONS + "/ships.moves.example.com";
        api.patch(
                        name,
                        "application/json-patch+json",
                        """
                        [{"op": "replace", "path": "/spec/versions/0/storage", "value": false},
                         {"op": "replace", "path": "/spec/versions/1/storage", "value": true}]
                        """)
                .expect(200);

        for (var version : List.of("v1", "v2")) {
            var path = ships.formatted(version);
            assertThat(api.get(path + "/kogge").expect(200).text("/apiVersion"))
                    .isEqualTo("moves.example.com/" + version);
            assertThat(api.get(path).expect(200).text("/items/0/apiVersion"))
                    .isEqualTo("moves.example.com/" + version);
        }
        var before = api.get(ships.formatted("v2") + "/kogge").expect(200);
        var moved = api.put(ships.formatted("v2") + "/kogge", before.json()).expect(200);
        assertThat(moved.resourceVersion()).isNotEqualTo(before.resourceVersion());
        assertThat(
                        api.put(ships.formatted("v2") + "/kogge", moved.json())
                                .expect(200)
                                .resourceVersion())
                .isEqualTo(moved.resourceVersion());

        // Nobody may drop a version that objects may be stored in; who has moved them may.
        var withoutV1 =
                """
                [{"op": "remove", "path": "/spec/versions/0"}]
                """;
        api.patch(name, "application/json-patch+json", withoutV1).expect(422);
        api.patch(
                        name + "/status",
                        "application/merge-patch+json",
                        "{\"status\": {\"storedVersions\": [\"v2\"]}}")
                .expect(200);
        api.patch(name, "application/json-patch+json", withoutV1).expect(200);
        api.get(ships.formatted("v1")).expect(404);
        api.get(ships.formatted("v2") + "/kogge").expect(200);
    }
}
