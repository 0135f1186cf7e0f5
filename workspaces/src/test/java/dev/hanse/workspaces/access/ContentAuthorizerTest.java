package dev.hanse.workspaces.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.path.TestingObjects;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentAuthorizerTest {
    private static final User MEMBER = User.of("member");
    private static final User STRANGER = User.of("stranger");

    private final TestingObjects objects = new TestingObjects().cluster("ready", "", "Ready");
    private final Authorizer onlyMembers =
            attributes ->
                    attributes.verb().equals("access")
                                    && attributes.path().equals("/")
                                    && attributes.user().equals(MEMBER)
                            ? Decision.allow("a member")
                            : Decision.noOpinion("");
    private final ContentAuthorizer authorizer =
            new ContentAuthorizer(new LogicalClusters(objects), onlyMembers);

    @Test
    void membersPassOnToTheNextAuthorizer() {
        assertThat(decide(MEMBER, "ready")).isInstanceOf(Decision.NoOpinion.class);
    }

    @Test
    void strangersStayOutside() {
        assertThat(decide(STRANGER, "ready")).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void clustersThatDoNotExistLookLikeClosedOnes() {
        assertThat(decide(MEMBER, "nosuch")).isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scheduling", "Unavailable"})
    void nobodyEntersBeforeTheClusterIsThere(String phase) {
        objects.cluster("young", "", phase);

        assertThat(decide(MEMBER, "young")).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void serviceAccountsAreAtHomeInTheirOwnClusterOnly() {
        objects.cluster("other", "", "Ready");
        var account =
                new User(
                        "system:serviceaccount:default:bot",
                        "",
                        List.of(),
                        Map.of("authentication.kcp.io/cluster-name", List.of("ready")));

        assertThat(decide(account, "ready")).isInstanceOf(Decision.NoOpinion.class);
        assertThat(decide(account, "other")).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void initializersWorkUntilTheClusterIsReady() {
        objects.cluster("young", "", "Initializing");
        var agent = User.of("agent", "system:kcp:initializer:root:custom");

        assertThat(decide(agent, "young").isAllowed()).isTrue();
        assertThat(decide(agent, "ready").isAllowed()).isFalse();
    }

    @Test
    void requiredGroupsAreAlternativesOfConjunctions() {
        var user = User.of("u", "a", "b");

        assertThat(RequiredGroupsAuthorizer.satisfies(user, "a,b")).isTrue();
        assertThat(RequiredGroupsAuthorizer.satisfies(user, "x;b")).isTrue();
        assertThat(RequiredGroupsAuthorizer.satisfies(user, "a,x;y")).isFalse();
    }

    private Decision decide(User user, String cluster) {
        return authorizer.authorize(
                Attributes.resource(
                        user,
                        ClusterScope.of(new ClusterName(cluster)),
                        "get",
                        "",
                        "configmaps",
                        "",
                        "default",
                        "x"));
    }
}
