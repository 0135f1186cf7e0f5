package dev.hanse.it.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The life of workspaces, and which may be where.
class WorkspacesTest extends ControlPlaneTest {

    private static final String WORKSPACES = "/apis/tenancy.kcp.io/v1alpha1/workspaces";
    private static final String LOGICAL_CLUSTER =
            "/apis/core.kcp.io/v1alpha1/logicalclusters/cluster";

    private TestingWorkspace organization;

    @BeforeAll
    void createOrganization() {
        organization = plane.workspaceOf("alice", "acme");
    }

    private static String workspace(String name, String type) {
        return """
        {"apiVersion": "tenancy.kcp.io/v1alpha1", "kind": "Workspace",
         "metadata": {"name": "%s"}, "spec": {"type": {"name": "%s"}}}
        """
                .formatted(name, type);
    }

    @Test
    void becomeReadyWithAUrlAndALogicalCluster() {
        var created = organization.api().post(WORKSPACES, workspace("first", "team")).expect(201);
        assertThat(created.text("/status/phase")).isEqualTo("Scheduling");
        assertThat(created.text("/spec/type/path")).isEqualTo("root");

        var path = WORKSPACES + "/first";
        await().untilAsserted(
                        () ->
                                assertThat(organization.api().get(path).text("/status/phase"))
                                        .isEqualTo("Ready"));
        var ready = organization.api().get(path);

        assertThat(ready.text("/spec/URL")).endsWith("/clusters/root:acme:first");
        assertThat(ready.text("/metadata/annotations/internal.tenancy.kcp.io~1shard")).isNotEmpty();
        assertThat(ready.text("/metadata/labels/tenancy.kcp.io~1phase")).isEqualTo("Ready");
        var inside = organization.owner().in("root:acme:first");
        var logicalCluster = inside.get(LOGICAL_CLUSTER).expect(200);
        assertThat(logicalCluster.text("/metadata/annotations/kcp.io~1cluster"))
                .isEqualTo(ready.text("/spec/cluster"));
        assertThat(logicalCluster.text("/metadata/annotations/kcp.io~1path"))
                .isEqualTo("root:acme:first");
        assertThat(logicalCluster.text("/spec/owner/uid")).isEqualTo(ready.text("/metadata/uid"));
        assertThat(logicalCluster.text("/status/phase")).isEqualTo("Ready");
    }

    @Test
    void aNewOneIsFurnished() {
        var inside = organization.api();

        assertThat(inside.get("/api/v1/namespaces").at("/items").findValuesAsText("name"))
                .contains("default", "kube-system");
        var bindings = inside.get("/apis/apis.kcp.io/v1alpha2/apibindings").expect(200);
        assertThat(bindings.at("/items")).hasSize(2);
        for (var binding : bindings.at("/items")) {
            assertThat(binding.at("/metadata/name").asText())
                    .matches("(tenancy|topology)\\.kcp\\.io-.{5}");
            assertThat(binding.at("/status/phase").asText()).isEqualTo("Bound");
        }
        var admin =
                inside.get(
                                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
                                        + "/workspace-admin")
                        .expect(200);
        assertThat(admin.at("/subjects/0/name").asText()).isEqualTo("alice");
        assertThat(admin.text("/roleRef/name")).isEqualTo("cluster-admin");
    }

    @Test
    void withoutATypeGetTheParentsDefault() {
        var created =
                organization
                        .api()
                        .post(
                                WORKSPACES,
                                """
                                {"apiVersion": "tenancy.kcp.io/v1alpha1", "kind": "Workspace",
                                 "metadata": {"name": "untyped"}}
                                """)
                        .expect(201);

        assertThat(created.at("/spec/type"))
                .isEqualTo(Answer.parse("{\"name\": \"universal\", \"path\": \"root\"}"));
    }

    @Test
    void ofATypeThatIsNotThereAreRefused() {
        var refused = organization.api().post(WORKSPACES, workspace("x", "nosuch")).expect(403);

        assertThat(refused.text("/message")).contains("cannot be resolved");
    }

    @Test
    void ofATypeThatBelongsElsewhereAreRefused() {
        var refused =
                organization.api().post(WORKSPACES, workspace("x", "organization")).expect(403);

        assertThat(refused.text("/message"))
                .contains("only allows [root:root] parent workspaces")
                .contains("only implements [root:organization root:universal]");
    }

    @Test
    void areNotAddressedByTheirCreators() {
        var refused =
                organization
                        .api()
                        .post(
                                WORKSPACES,
                                """
                                {"apiVersion": "tenancy.kcp.io/v1alpha1", "kind": "Workspace",
                                 "metadata": {"name": "x"}, "spec": {"cluster": "chosen",
                                 "type": {"name": "team", "path": "root"}}}
                                """)
                        .expect(403);

        assertThat(refused.text("/message"))
                .contains("spec.Cluster can only be set by system privileged users");
    }

    @Test
    void keepTheirType() {
        plane.workspace(organization.owner(), "root:acme", "typed", "team");

        var refused =
                organization
                        .api()
                        .mergePatch(
                                WORKSPACES + "/typed",
                                "{\"spec\": {\"type\": {\"name\": \"universal\"}}}")
                        .expect(422);

        assertThat(refused.text("/message")).contains("name is immutable");
    }

    @Test
    void nobodyWritesTheirStatus() {
        plane.workspace(organization.owner(), "root:acme", "status", "team");

        organization
                .api()
                .mergePatch(
                        WORKSPACES + "/status/status", "{\"status\": {\"phase\": \"Scheduling\"}}")
                .expect(403);
    }

    @Test
    void areReachedByPathAndByName() {
        var child = plane.workspace(organization.owner(), "root:acme", "reached", "team");

        var byPath = child.owner().in(child.path()).get(LOGICAL_CLUSTER).expect(200);
        var byName = child.owner().in(child.cluster()).get(LOGICAL_CLUSTER).expect(200);
        var byParentsName =
                child.owner()
                        .in(organization.cluster() + ":reached")
                        .get(LOGICAL_CLUSTER)
                        .expect(200);

        assertThat(byName.json()).isEqualTo(byPath.json());
        assertThat(byParentsName.json()).isEqualTo(byPath.json());
    }

    @Test
    void goWithEverythingInThem() {
        var parent = plane.workspace(organization.owner(), "root:acme", "parent", "team");
        var child = plane.workspace(organization.owner(), parent.path(), "child", "universal");
        var secrets = child.namespace("data") + "/secrets";
        child.api().post(secrets, "{\"metadata\": {\"name\": \"one\"}}").expect(201);

        organization.api().delete(WORKSPACES + "/parent").expect(200);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> organization.api().get(WORKSPACES + "/parent").expect(404));
        var everywhere = plane.operator().in("*");
        for (var resource :
                new String[] {
                    "/api/v1/secrets",
                    "/api/v1/namespaces",
                    "/apis/core.kcp.io/v1alpha1/logicalclusters",
                    "/apis/apis.kcp.io/v1alpha2/apibindings",
                    "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
                }) {
            var left = everywhere.get(resource).expect(200).text();
            assertThat(left).as(resource).doesNotContain(parent.cluster(), child.cluster());
        }
    }

    @Test
    void ofTheSameNameAfterDeletionAreNew() {
        var first = plane.workspace(organization.owner(), "root:acme", "again", "team");
        first.namespace("old");
        organization.api().delete(WORKSPACES + "/again").expect(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> organization.api().get(WORKSPACES + "/again").expect(404));

        var second = plane.workspace(organization.owner(), "root:acme", "again", "team");

        assertThat(second.cluster()).isNotEqualTo(first.cluster());
        second.api().get("/api/v1/namespaces/old").expect(404);
        Api formerly = second.owner().in(first.cluster());
        formerly.get("/api/v1/namespaces/old").expect(403);
    }

    @Test
    void logicalClustersCannotBeMadeOrEndedByHand() {
        organization
                .api()
                .post(
                        "/apis/core.kcp.io/v1alpha1/logicalclusters",
                        """
                        {"apiVersion": "core.kcp.io/v1alpha1", "kind": "LogicalCluster",
                         "metadata": {"name": "cluster"}}
                        """)
                .expect(403);
        assertThat(organization.api().delete(LOGICAL_CLUSTER).expect(403).text("/message"))
                .contains("LogicalCluster cannot be deleted");
    }
}
