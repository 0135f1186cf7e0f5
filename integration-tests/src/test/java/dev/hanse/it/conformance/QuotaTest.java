package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a namespace may hold, in a workspace.
class QuotaTest extends ControlPlaneTest {

    private TestingWorkspace workspace;
    private Api api;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "quotas");
        api = workspace.api();
    }

    @Test
    void usageIsCountedWhenAQuotaIsNewAndFollowsEveryWrite() {
        var path = workspace.namespace("counted");
        create(path, "secrets", "old");
        quota(path, "objects", "\"secrets\": \"3\", \"count/secrets\": \"5\"");
        awaitUsed(path, "objects", "secrets", "1");

        create(path, "secrets", "new");

        assertThat(used(path, "objects", "secrets")).isEqualTo("2");
        assertThat(used(path, "objects", "count~1secrets")).isEqualTo("2");
        api.delete(path + "/secrets/old").expect(200);
        assertThat(used(path, "objects", "secrets")).isEqualTo("1");
        api.post(path + "/secrets?dryRun=All", named("dry")).expect(201);
        assertThat(used(path, "objects", "secrets")).isEqualTo("1");
    }

    @Test
    void whatExceedsItIsRefusedInKubernetesWords() {
        var path = workspace.namespace("exceeded");
        quota(path, "small", "\"configmaps\": \"2\"");
        awaitUsed(path, "small", "configmaps", "1");
        create(path, "configmaps", "second");

        var refused = api.post(path + "/configmaps", named("third")).expect(403);

        assertThat(refused.text("/reason")).isEqualTo("Forbidden");
        assertThat(refused.text("/message"))
                .isEqualTo(
                        "configmaps \"third\" is forbidden: exceeded quota: small, requested:"
                                + " configmaps=1, used: configmaps=2, limited: configmaps=2");
        api.post(path + "/configmaps?dryRun=All", named("third")).expect(403);
        api.delete(path + "/configmaps/second").expect(200);
        create(path, "configmaps", "third");
    }

    @Test
    void aChangedQuotaIsCountedAgain() {
        var path = workspace.namespace("changed");
        create(path, "secrets", "one");
        quota(path, "quota", "\"configmaps\": \"5\"");
        awaitUsed(path, "quota", "configmaps", "1");

        api.mergePatch(
                        path + "/resourcequotas/quota",
                        """
                        {"spec": {"hard": {"configmaps": null, "count/secrets": "7"}}}
                        """)
                .expect(200);

        awaitUsed(path, "quota", "count~1secrets", "1");
        var status = api.get(path + "/resourcequotas/quota").expect(200).at("/status");
        assertThat(status.at("/hard").toString()).isEqualTo("{\"count/secrets\":\"7\"}");
        assertThat(status.at("/used")).hasSize(1);
    }

    @Test
    void customResourcesAreCounted() {
        var path = workspace.namespace("custom");
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"metadata": {"name": "parcels.quota.example"},
                         "spec": {"group": "quota.example", "scope": "Namespaced",
                          "names": {"plural": "parcels", "kind": "Parcel"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                           "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                        """)
                .expect(201);
        var parcels = "/apis/quota.example/v1/namespaces/custom/parcels";
        await().until(() -> api.get(parcels).status() == 200);
        quota(path, "parcels", "\"count/parcels.quota.example\": \"1\"");
        awaitUsed(path, "parcels", "count~1parcels.quota.example", "0");
        var parcel =
                """
                {"apiVersion": "quota.example/v1", "kind": "Parcel", "metadata": {"name": "%s"}}
                """;

        api.post(parcels, parcel.formatted("a")).expect(201);

        assertThat(api.post(parcels, parcel.formatted("b")).expect(403).text("/message"))
                .contains("exceeded quota: parcels, requested: count/parcels.quota.example=1");
    }

    @Test
    void parallelCreatesNeverShareTheLastPiece() throws InterruptedException {
        var path = workspace.namespace("crowd");
        quota(path, "crowd", "\"secrets\": \"50\"");
        awaitUsed(path, "crowd", "secrets", "0");
        try (var secrets = CheckedWatch.of(api, path + "/secrets");
                var quotas = CheckedWatch.of(api, path + "/resourcequotas")) {
            crowdIn(path);
            secrets.verify();
            quotas.verify();
        }
    }

    private void crowdIn(String path) throws InterruptedException {
        var answers = new ConcurrentLinkedQueue<Answer>();
        var threads = new ArrayList<Thread>();

        for (int writer = 0; writer < 16; writer++) {
            var prefix = "w" + writer + "-";
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                for (int i = 0; i < 8; i++) {
                                    answers.add(api.post(path + "/secrets", named(prefix + i)));
                                    if (i % 4 == 3) {
                                        api.delete(path + "/secrets/" + prefix + i);
                                    }
                                }
                            }));
        }
        for (var each : threads) {
            each.join();
        }

        var stored = api.get(path + "/secrets").expect(200).at("/items").size();
        assertThat(answers).hasSize(128).allMatch(a -> a.status() == 201 || a.status() == 403);
        assertThat(stored).isLessThanOrEqualTo(50);
        assertThat(used(path, "crowd", "secrets")).isEqualTo(Integer.toString(stored));
        for (int i = stored; i < 50; i++) {
            create(path, "secrets", "fill-" + i);
        }
        api.post(path + "/secrets", named("too-many")).expect(403);
    }

    @Test
    void quotasAreHeldToRulesThemselves() {
        var path = workspace.namespace("rules");

        var refused =
                api.post(
                                path + "/resourcequotas",
                                """
                                {"metadata": {"name": "odd"}, "spec": {
                                 "hard": {"limit.cpu": "1", "pods": "1500m", "secrets": "-1",
                                          "requests.storage": "1Gi"},
                                 "scopes": ["BestEffort", "NotBestEffort"]}}
                                """)
                        .expect(422);

        assertThat(refused.text("/message"))
                .contains(
                        "spec.hard[limit.cpu]: Invalid value: \"limit.cpu\": must be a standard"
                                + " resource type or fully qualified",
                        "spec.hard[limit.cpu]: Invalid value: \"limit.cpu\": must be a standard"
                                + " resource for quota",
                        "spec.hard[pods]: Invalid value: \"1500m\": must be an integer",
                        "spec.hard[secrets]: Invalid value: \"-1\": must be greater than or equal"
                                + " to 0",
                        "unsupported scope applied to resource",
                        "conflicting scopes");
    }

    @Test
    void namespacesWithQuotasGoAsOthersDo() {
        var path = workspace.namespace("ends");
        quota(path, "quota", "\"configmaps\": \"5\", \"resourcequotas\": \"1\"");
        awaitUsed(path, "quota", "resourcequotas", "1");
        create(path, "configmaps", "one");

        api.delete(path).expect(200);

        await().untilAsserted(() -> api.get(path).expect(404));
    }

    private void quota(String path, String name, String hard) {
        api.post(
                        path + "/resourcequotas",
                        "{\"metadata\": {\"name\": \"%s\"}, \"spec\": {\"hard\": {%s}}}"
                                .formatted(name, hard))
                .expect(201);
    }

    private void awaitUsed(String path, String quota, String resource, String amount) {
        await().untilAsserted(() -> assertThat(used(path, quota, resource)).isEqualTo(amount));
    }

    private String used(String path, String quota, String resource) {
        return api.get(path + "/resourcequotas/" + quota).text("/status/used/" + resource);
    }

    private void create(String path, String resource, String name) {
        api.post(path + "/" + resource, named(name)).expect(201);
    }

    private static String named(String name) {
        return "{\"metadata\": {\"name\": \"" + name + "\"}}";
    }
}
