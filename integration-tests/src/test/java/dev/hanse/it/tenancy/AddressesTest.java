package dev.hanse.it.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is answered at which address: the table of 403 and 404 that kcp's clients know.
class AddressesTest extends ControlPlaneTest {

    private static final String NAMESPACES = "/api/v1/namespaces";

    private TestingWorkspace acme;
    private Api bob;

    @BeforeAll
    void createWorkspace() {
        acme = plane.workspaceOf("alice", "acme");
        bob = plane.user("bob");
    }

    private static String denied(String user, String verb, String resource) {
        return "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"\" at the"
                        .formatted(resource, user, verb, resource)
                + " cluster scope: access denied";
    }

    @Test
    void aNameThatIsNobodysIsForbidden() {
        assertThat(bob.in("nosuch").get(NAMESPACES).expect(403).text("/message"))
                .isEqualTo(denied("bob", "list", "namespaces"));
    }

    @Test
    void aWorkspaceOfSomebodyElseIsForbiddenInTheSameWords() {
        var theirs = bob.in(acme.cluster()).get(NAMESPACES).expect(403);
        var nobodys = bob.in("nosuch").get(NAMESPACES).expect(403);
        var byPath = bob.in(acme.path()).get(NAMESPACES).expect(403);

        assertThat(theirs.text()).isEqualTo(nobodys.text()).isEqualTo(byPath.text());
    }

    @Test
    void aPathThatIsNobodysIsNotFoundForAnybody() {
        for (var api : new Api[] {bob, acme.owner(), plane.operator(), plane.anonymous()}) {
            var refused = api.in("root:nosuch").get(NAMESPACES).expect(404);

            assertThat(refused.text("/message"))
                    .isEqualTo("workspaces.tenancy.kcp.io \"root:nosuch\" not found");
            assertThat(refused.text("/details/group")).isEqualTo("tenancy.kcp.io");
        }
    }

    @Test
    void whoMayEnterButDoNothingIsForbiddenKubernetesWay() {
        assertThat(bob.in("root").get("/api/v1/secrets").expect(403).text("/message"))
                .isEqualTo(denied("bob", "list", "secrets"));
    }

    @ParameterizedTest
    @CsvSource({"Root", "a_b", "a::b", ":a", "a:", "root:A"})
    void whatCannotBeAClusterIsABadRequest(String cluster) {
        assertThat(bob.in(cluster).get(NAMESPACES).expect(400).text("/message"))
                .contains("does not match the regex");
    }

    @Test
    void allClustersAtOnceAreForOperators() {
        bob.in("*").get(NAMESPACES).expect(403);
        plane.admin().in("*").get(NAMESPACES).expect(403);
        var all = plane.operator().in("*").get(NAMESPACES).expect(200);

        assertThat(all.text()).contains(acme.cluster());
        plane.operator().in("%2A").get(NAMESPACES).expect(200);
        plane.operator()
                .in("*")
                .post(NAMESPACES, "{\"metadata\": {\"name\": \"everywhere\"}}")
                .expect(405);
    }

    @Test
    void objectsAcrossClustersSayWhereTheyAre() {
        var other = plane.workspaceOf("alice", "elsewhere");
        acme.namespace("same-name");
        other.namespace("same-name");

        var all =
                plane.operator()
                        .in("*")
                        .get(NAMESPACES + "?fieldSelector=metadata.name%3Dsame-name")
                        .expect(200);

        assertThat(all.at("/items").findValuesAsText("kcp.io/cluster"))
                .containsExactlyInAnyOrder(acme.cluster(), other.cluster());
    }

    @Test
    void withoutAClusterNothingIsServed() {
        bob.get(NAMESPACES).expect(403);
        plane.anonymous().get("/healthz").expect(200);
    }

    @Test
    void prefixesAreTakenOffOnce() {
        acme.owner().in(acme.path()).in(acme.path()).get(NAMESPACES).expect(404);
    }

    @Test
    void metricsOfTheServerAreNotThoseOfAWorkspace() {
        assertThat(acme.api().get("/metrics").expect(501).text())
                .contains("shard-level endpoint not available");
        plane.operator().in(acme.path()).get("/metrics").expect(501);
        bob.get("/metrics").expect(403);
    }

    @Test
    void unknownServicesAreForbiddenOrNotFound() {
        bob.get("/services/nosuch/x/clusters/*/api/v1/secrets").expect(403);
        plane.operator().get("/services/nosuch/x/clusters/*/api/v1/secrets").expect(404);
    }

    @Test
    void anonymousCallersAreToldNothing() {
        var known = plane.anonymous().in(acme.cluster()).get(NAMESPACES).expect(403);
        var unknown = plane.anonymous().in("nosuch").get(NAMESPACES).expect(403);

        assertThat(known.text()).isEqualTo(unknown.text());
        assertThat(known.text("/message"))
                .isEqualTo(denied("system:anonymous", "list", "namespaces"));
    }
}
