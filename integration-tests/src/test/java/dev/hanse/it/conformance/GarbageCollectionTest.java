package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What becomes of objects whose owners go.
class GarbageCollectionTest extends ControlPlaneTest {

    private TestingWorkspace workspace;
    private Api api;
    private CheckedWatch watch;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "garbage");
        api = workspace.api();
        watch = CheckedWatch.of(api, "/api/v1/configmaps");
    }

    /// Beside all tests, writers and the collector.
    @AfterAll
    void watchersHaveSeenItAll() {
        watch.verify();
        watch.close();
    }

    @Test
    void dependentsFollowTheirOwnerInTheBackground() {
        var path = workspace.namespace("background");
        var owner = create(path, "owner", "");
        var child = create(path, "child", reference(owner, ""));
        create(path, "grandchild", reference(child, ""));
        create(path, "stranger", "");

        var deleted = api.delete(path + "/configmaps/owner").expect(200);

        assertThat(deleted.text("/status")).isEqualTo("Success");
        awaitGone(path, "child");
        awaitGone(path, "grandchild");
        api.get(path + "/configmaps/stranger").expect(200);
    }

    @Test
    void aDependentOfTwoStaysWithTheOtherAndForgetsTheFirst() {
        var path = workspace.namespace("two-owners");
        var first = create(path, "first", "");
        var second = create(path, "second", "");
        create(path, "child", reference(first, "") + "," + reference(second, ""));

        api.delete(path + "/configmaps/first").expect(200);

        await().untilAsserted(
                        () -> {
                            var owners =
                                    api.get(path + "/configmaps/child")
                                            .expect(200)
                                            .at("/metadata/ownerReferences");
                            assertThat(owners).hasSize(1);
                            assertThat(owners.at("/0/name").asText()).isEqualTo("second");
                        });
        api.delete(path + "/configmaps/second").expect(200);
        awaitGone(path, "child");
    }

    @Test
    void anOwnerDeletedInTheForegroundWaitsForDependentsThatBlockIt() {
        var path = workspace.namespace("foreground");
        var owner = create(path, "owner", "");
        create(path, "blocks", reference(owner, ", \"blockOwnerDeletion\": true"), "x.io/hold");
        create(path, "follows", reference(owner, ""));

        var deleting =
                api.deleteWith(
                                path + "/configmaps/owner",
                                "{\"propagationPolicy\": \"Foreground\"}")
                        .expect(202);

        assertThat(deleting.text("/metadata/finalizers/0")).isEqualTo("foregroundDeletion");
        assertThat(deleting.text("/metadata/deletionTimestamp")).isNotEmpty();
        awaitGone(path, "follows");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                api.get(path + "/configmaps/blocks")
                                                        .text("/metadata/deletionTimestamp"))
                                        .isNotEmpty());
        api.get(path + "/configmaps/owner").expect(200);
        api.mergePatch(path + "/configmaps/blocks", "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        awaitGone(path, "blocks");
        awaitGone(path, "owner");
    }

    @Test
    void anOwnerInTheForegroundIsNotHeldByWhoNoLongerBlocks() {
        var path = workspace.namespace("unblocked");
        var owner = create(path, "owner", "");
        create(path, "blocks", reference(owner, ", \"blockOwnerDeletion\": true"), "x.io/hold");
        api.deleteWith(path + "/configmaps/owner", "{\"propagationPolicy\": \"Foreground\"}")
                .expect(202);

        api.mergePatch(path + "/configmaps/blocks", "{\"metadata\": {\"ownerReferences\": null}}")
                .expect(200);

        awaitGone(path, "owner");
    }

    @Test
    void aWholeTreeGoesInTheForegroundFromTheLeaves() {
        var path = workspace.namespace("tree");
        var block = ", \"blockOwnerDeletion\": true";
        var root = create(path, "root", "");
        for (var branch : new String[] {"a", "b"}) {
            var middle = create(path, branch, reference(root, block));
            for (int i = 0; i < 20; i++) {
                create(path, branch + i, reference(middle, block));
            }
        }

        api.delete(path + "/configmaps/root?propagationPolicy=Foreground").expect(202);

        awaitGone(path, "root");
        assertThat(names(path)).isSubsetOf("kube-root-ca.crt");
    }

    @Test
    void twoThatOwnEachOtherCanGoInTheForeground() {
        var path = workspace.namespace("circle");
        var block = ", \"blockOwnerDeletion\": true";
        var first = create(path, "first", "");
        var second = create(path, "second", reference(first, block));
        api.mergePatch(
                        path + "/configmaps/first",
                        "{\"metadata\": {\"ownerReferences\": [" + reference(second, block) + "]}}")
                .expect(200);

        api.delete(path + "/configmaps/first?propagationPolicy=Foreground").expect(202);

        awaitGone(path, "first");
        awaitGone(path, "second");
    }

    @Test
    void orphansLoseTheReferenceAndStay() {
        var path = workspace.namespace("orphans");
        var owner = create(path, "owner", "");
        create(path, "child", reference(owner, ", \"blockOwnerDeletion\": true"));

        var deleting =
                api.deleteWith(path + "/configmaps/owner", "{\"propagationPolicy\": \"Orphan\"}")
                        .expect(200);

        assertThat(deleting.text("/metadata/finalizers/0")).isEqualTo("orphan");
        awaitGone(path, "owner");
        var child = api.get(path + "/configmaps/child").expect(200);
        assertThat(child.at("/metadata/ownerReferences").isMissingNode()).isTrue();
    }

    @Test
    void thePolicyAppliesToEveryObjectOfACollection() {
        var path = workspace.namespace("collection");
        var owner = create(path, "owner", "");
        create(path, "child", reference(owner, ""), "x.io/hold");

        api.deleteWith(
                        path + "/configmaps?fieldSelector=metadata.name%3Downer",
                        "{\"propagationPolicy\": \"Orphan\"}")
                .expect(200);

        awaitGone(path, "owner");
        assertThat(
                        api.get(path + "/configmaps/child")
                                .expect(200)
                                .at("/metadata/deletionTimestamp")
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void ownersThatNeverWereAreLookedForAndNotFound() {
        var path = workspace.namespace("absent");
        var real = create(path, "real", "");

        create(path, "child", reference("real", "00000000-0000-0000-0000-000000000000", ""));
        create(path, "kept", reference(real, ""));

        awaitGone(path, "child");
        api.get(path + "/configmaps/kept").expect(200);
    }

    @Test
    void ownersInOtherNamespacesAreRefusedWithAnEvent() {
        var there = workspace.namespace("there");
        var here = workspace.namespace("here");
        var owner = create(there, "owner", "");

        create(here, "child", reference(owner, ""));

        awaitGone(here, "child");
        var events = api.get(here + "/events").expect(200).at("/items");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/reason").asText()).isEqualTo("OwnerRefInvalidNamespace");
        assertThat(events.at("/0/type").asText()).isEqualTo("Warning");
        assertThat(events.at("/0/source/component").asText())
                .isEqualTo("garbage-collector-controller");
        assertThat(events.at("/0/involvedObject/name").asText()).isEqualTo("child");
        assertThat(events.at("/0/message").asText())
                .isEqualTo(
                        "ownerRef [v1/ConfigMap, namespace: here, name: owner, uid: "
                                + owner.text("/metadata/uid")
                                + "] does not exist in namespace \"here\"");
    }

    @Test
    void anObjectOutsideNamespacesIsNeverCollectedForAnOwnerInOne() {
        var path = workspace.namespace("scoped");
        var owner = create(path, "owner", "");
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                        "{\"metadata\": {\"name\": \"misled\", \"ownerReferences\": ["
                                + reference(owner, "")
                                + "]}}")
                .expect(201);

        await().untilAsserted(
                        () ->
                                assertThat(api.get("/api/v1/namespaces/default/events").text())
                                        .contains("OwnerRefInvalidNamespace")
                                        .contains("\"misled\""));
        api.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/misled").expect(200);
    }

    @Test
    void customResourcesOwnAndAreOwned() {
        var path = workspace.namespace("custom");
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"metadata": {"name": "boxes.garbage.example"},
                         "spec": {"group": "garbage.example", "scope": "Namespaced",
                          "names": {"plural": "boxes", "kind": "Box"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                           "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                        """)
                .expect(201);
        var boxes = "/apis/garbage.example/v1/namespaces/custom/boxes";
        await().until(() -> api.get(boxes).status() == 200);
        var box =
                api.post(
                                boxes,
                                """
                                {"apiVersion": "garbage.example/v1", "kind": "Box",
                                 "metadata": {"name": "outer"}}
                                """)
                        .expect(201);
        api.post(
                        boxes,
                        """
                        {"apiVersion": "garbage.example/v1", "kind": "Box",
                         "metadata": {"name": "inner", "ownerReferences": [%s]}}
                        """
                                .formatted(reference(box, "")))
                .expect(201);
        create(path, "child", reference(box, ""));

        api.delete(boxes + "/outer").expect(200);

        awaitGone(path, "child");
        await().untilAsserted(() -> api.get(boxes + "/inner").expect(404));
    }

    @Test
    void tenantsCannotOwnEachOthersObjects() {
        var mine = workspace.namespace("shared");
        var other = plane.workspaceOf("bob", "garbage-bob");
        var theirs = other.namespace("shared");
        var owner = create(mine, "owner", "");

        var child =
                other.api().post(theirs + "/configmaps", body("child", reference(owner, ""), ""));

        child.expect(201);
        await().untilAsserted(() -> other.api().get(theirs + "/configmaps/child").expect(404));
        api.get(mine + "/configmaps/owner").expect(200);
    }

    @Test
    void ownerReferencesAreHeldToKubernetesRules() {
        var path = workspace.namespace("rules");

        var refused =
                api.post(
                                path + "/configmaps",
                                body(
                                        "child",
                                        """
                                        {"apiVersion": "v1", "kind": "A", "name": "a", "uid": "1",
                                         "controller": true},
                                        {"apiVersion": "", "kind": "", "name": "", "uid": "",
                                         "controller": true},
                                        {"apiVersion": "v1", "kind": "Event", "name": "e",
                                         "uid": "2"}
                                        """,
                                        ""))
                        .expect(422);

        assertThat(refused.text("/message"))
                .contains("metadata.ownerReferences.apiVersion: Invalid value: \"\": version must")
                .contains("metadata.ownerReferences.kind: Invalid value: \"\": must not be empty")
                .contains("metadata.ownerReferences.name: Invalid value: \"\": must not be empty")
                .contains("metadata.ownerReferences.uid: Invalid value: \"\": must not be empty")
                .contains("/v1, Kind=Event is disallowed from being an owner")
                .contains("Only one reference can have Controller set to true. Found \"true\" in")
                .contains("references for A/a and /");
        var both =
                api.deleteWith(
                                path + "/configmaps/kube-root-ca.crt",
                                """
                                {"propagationPolicy": "Orphan", "orphanDependents": true}
                                """)
                        .expect(422);
        assertThat(both.text("/message"))
                .contains("orphanDependents and deletionPropagation cannot be both set");
    }

    @Test
    void aSecondDeleteMayChooseAnotherPolicy() {
        var path = workspace.namespace("second-thoughts");
        var owner = create(path, "owner", "");
        create(path, "child", reference(owner, ", \"blockOwnerDeletion\": true"), "x.io/hold");
        api.delete(path + "/configmaps/owner?propagationPolicy=Foreground").expect(202);
        api.get(path + "/configmaps/owner").expect(200);

        api.delete(path + "/configmaps/owner?propagationPolicy=Background").expect(200);

        awaitGone(path, "owner");
    }

    private Answer create(String path, String name, String owners) {
        return create(path, name, owners, "");
    }

    private Answer create(String path, String name, String owners, String finalizer) {
        return api.post(path + "/configmaps", body(name, owners, finalizer)).expect(201);
    }

    private static String body(String name, String owners, String finalizer) {
        return """
        {"metadata": {"name": "%s", "ownerReferences": [%s], "finalizers": [%s]}}
        """
                .formatted(name, owners, finalizer.isEmpty() ? "" : "\"" + finalizer + "\"");
    }

    private static String reference(Answer owner, String more) {
        return """
        {"apiVersion": "%s", "kind": "%s", "name": "%s", "uid": "%s"%s}
        """
                .formatted(
                        owner.text("/apiVersion"),
                        owner.text("/kind"),
                        owner.text("/metadata/name"),
                        owner.text("/metadata/uid"),
                        more);
    }

    private static String reference(String name, String uid, String more) {
        return """
        {"apiVersion": "v1", "kind": "ConfigMap", "name": "%s", "uid": "%s"%s}
        """
                .formatted(name, uid, more);
    }

    private Iterable<String> names(String path) {
        return api.get(path + "/configmaps")
                .expect(200)
                .json()
                .at("/items")
                .findValuesAsText("name");
    }

    private void awaitGone(String path, String name) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> api.get(path + "/configmaps/" + name).expect(404));
    }
}
