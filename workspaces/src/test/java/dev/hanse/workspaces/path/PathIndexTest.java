package dev.hanse.workspaces.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import org.junit.jupiter.api.Test;

class PathIndexTest {
    private final TestingObjects objects =
            new TestingObjects()
                    .cluster("root", "", "Ready")
                    .workspace("root", "org", "org1")
                    .cluster("org1", "root:org", "Ready")
                    .workspace("org1", "team", "team1")
                    .cluster("team1", "root:org:team", "Ready");
    private final PathIndex index =
            new PathIndex(objects, new TenancyStorage(objects), new LogicalClusters(objects));

    @Test
    void pathsLeadThroughWorkspaces() {
        assertThat(index.resolve("root:org:team")).isEqualTo(one("team1"));
    }

    @Test
    void pathsMayStartAtAnyCluster() {
        assertThat(index.resolve("org1:team")).isEqualTo(one("team1"));
    }

    @Test
    void namesAreNotLookedUp() {
        assertThat(index.resolve("nosuch")).isEqualTo(one("nosuch"));
        assertThat(index.resolve("system:admin")).isEqualTo(one("system:admin"));
        assertThat(index.resolve("*")).isEqualTo(ClusterScope.ALL);
    }

    @Test
    void unknownPathsAreMissingWorkspaces() {
        assertThatThrownBy(() -> index.resolve("root:nosuch"))
                .hasMessage("workspaces.tenancy.kcp.io \"root:nosuch\" not found");
    }

    @Test
    void malformedPathsAreBadRequests() {
        assertThatThrownBy(() -> index.resolve("Root"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(400))
                .hasMessage("invalid cluster: \"Root\" does not match the regex");
    }

    @Test
    void workspaceThatIsNotScheduledYetLeadsNowhere() {
        objects.workspace("root", "new", "");

        assertThat(index.find("root:new")).isEmpty();
    }

    @Test
    void unavailableWorkspaceBlocksTheWay() {
        objects.put(
                TestingObjects.tenancy("workspaces"),
                "root",
                "org",
                "{spec: {cluster: org1}, status: {phase: Unavailable}}");

        assertThatThrownBy(() -> index.resolve("root:org:team"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(503));
    }

    @Test
    void successorUnderTheSamePathIsFound() {
        assertThat(index.find("root:org")).contains(new ClusterName("org1"));

        objects.remove(TenancyStorage.LOGICAL_CLUSTERS, "org1", "cluster");
        objects.workspace("root", "org", "org2").cluster("org2", "root:org", "Ready");

        assertThat(index.find("root:org")).contains(new ClusterName("org2"));
    }

    @Test
    void inactiveClustersOnlyServeWhatBringsThemBack() {
        objects.put(
                TenancyStorage.LOGICAL_CLUSTERS,
                "team1",
                "cluster",
                "{metadata: {annotations: {core.kcp.io/inactive: 'true'}}, status: {phase:"
                        + " Ready}}");
        var team = new ClusterName("team1");

        index.requireActive(team, "/apis/core.kcp.io/v1alpha1/logicalclusters/cluster");
        assertThatThrownBy(() -> index.requireActive(team, "/api/v1/configmaps"))
                .hasMessage(
                        "logicalclusters.core.kcp.io \"team1\" is forbidden: logical cluster is"
                                + " marked inactive");
    }

    private static ClusterScope one(String name) {
        return ClusterScope.of(new ClusterName(name));
    }
}
