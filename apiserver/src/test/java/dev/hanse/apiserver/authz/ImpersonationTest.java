package dev.hanse.apiserver.authz;

import static dev.hanse.apiserver.authz.TestingRequests.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImpersonationTest {

    private static final User ADMIN = User.of("boss", User.AUTHENTICATED);
    private static final List<String> HERE_ONLY = List.of("cluster:here");

    private final TestingObjects objects = new TestingObjects();
    private final Impersonation impersonation =
            new Impersonation(
                    new AuthorizerChain(
                            List.of(), new Rbac(objects), AuthorizerChain.Reasons.SHOWN));

    ImpersonationTest() {
        BootstrapPolicy.systemAdmin().forEach(each -> objects.put(ClusterName.SYSTEM_ADMIN, each));
        objects.put(
                HERE,
                """
                kind: ClusterRoleBinding
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: { name: boss }
                roleRef: { kind: ClusterRole, name: cluster-admin }
                subjects: [{ kind: User, name: boss }]
                """);
    }

    @Test
    void withoutHeadersNothingChanges() {
        assertThat(apply(ADMIN, Map.of())).isSameAs(ADMIN);
    }

    @Test
    void anAdministratorActsAsAnotherInThisClusterOnly() {
        var user =
                apply(
                        ADMIN,
                        Map.of(
                                "impersonate-user", List.of("ann"),
                                "impersonate-group", List.of("devs", "ops"),
                                "impersonate-uid", List.of("42"),
                                "impersonate-extra-example.com%2fteam", List.of("red")));

        assertThat(user)
                .isEqualTo(
                        new User(
                                "ann",
                                "42",
                                List.of("devs", "ops", User.AUTHENTICATED),
                                Map.of(
                                        "example.com/team",
                                        List.of("red"),
                                        "authentication.kcp.io/scopes",
                                        HERE_ONLY)));
    }

    @Test
    void aServiceAccountComesWithItsGroups() {
        var user =
                apply(ADMIN, Map.of("impersonate-user", List.of("system:serviceaccount:ns:robot")));

        assertThat(user.groups())
                .containsExactly(
                        "system:serviceaccounts", "system:serviceaccounts:ns", User.AUTHENTICATED);
    }

    @Test
    void whoMayNotIsToldWhatIsMissing() {
        var denied = denied(User.of("eve"), Map.of("impersonate-user", List.of("ann")));

        assertThat(denied.status().message())
                .isEqualTo(
                        "users \"ann\" is forbidden: User \"eve\" cannot impersonate resource"
                                + " \"users\" in API group \"\" at the cluster scope");
    }

    @Test
    void theRightHoldsPerCluster() {
        var denied =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                impersonation.apply(
                                        TestingRequests.withHeaders(
                                                Map.of("impersonate-user", List.of("ann"))),
                                        ADMIN,
                                        ClusterScope.of(new ClusterName("elsewhere"))));

        assertThat(denied.code()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system:masters",
                "system:kcp:admin",
                "system:kcp:logical-cluster-admin",
                "system:kcp:external-logical-cluster-admin",
                "system:kcp:tenancy:workspace-bootstrapper",
            })
    void nobodyClimbsIntoASpecialGroup(String group) {
        var denied =
                denied(
                        ADMIN,
                        Map.of(
                                "impersonate-user", List.of("ann"),
                                "impersonate-group", List.of("devs", group)));

        assertThat(denied.status().message())
                .isEqualTo("forbidden: impersonation is not allowed for the requestor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "impersonate-extra-authorization.kcp.io%2fwarrant",
                "impersonate-extra-authorization.kcp.io%2Fwarrant",
                "impersonate-extra-authentication.KCP.io/scopes",
                "impersonate-extra-authentication.kcp.io%2fcluster-name",
            })
    void nobodyHandsOutAReservedExtra(String header) {
        var denied =
                denied(ADMIN, Map.of("impersonate-user", List.of("ann"), header, List.of("{}")));

        assertThat(denied.status().message()).contains("is not allowed for the requestor");
    }

    @Test
    void mastersActAsAnybodyEverywhere() {
        var user =
                apply(
                        User.system("shard"),
                        Map.of(
                                "impersonate-user", List.of("ann"),
                                "impersonate-group", List.of("system:kcp:admin"),
                                "impersonate-extra-authorization.kcp.io%2fwarrant",
                                        List.of("{\"user\":\"bob\"}")));

        assertThat(user.groups()).containsExactly("system:kcp:admin", User.AUTHENTICATED);
        assertThat(user.extra())
                .containsExactly(
                        Map.entry("authorization.kcp.io/warrant", List.of("{\"user\":\"bob\"}")));
    }

    @Test
    void anonymousIsImpersonatedAsUnauthenticated() {
        var user = apply(ADMIN, Map.of("impersonate-user", List.of(User.ANONYMOUS)));

        assertThat(user.groups()).containsExactly(User.UNAUTHENTICATED);
    }

    @Test
    void groupsWithoutAUserAreAnError() {
        var refused = denied(ADMIN, Map.of("impersonate-group", List.of("devs")));

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused)
                .hasMessage(
                        "requested &user.DefaultInfo{Name:\"\", UID:\"\","
                                + " Groups:[]string{\"devs\"}, Extra:map[string][]string(nil)}"
                                + " without impersonating a user name");
    }

    private User apply(User requester, Map<String, List<String>> headers) {
        return impersonation.apply(
                TestingRequests.withHeaders(headers), requester, ClusterScope.of(HERE));
    }

    private ApiException denied(User requester, Map<String, List<String>> headers) {
        return catchThrowableOfType(ApiException.class, () -> apply(requester, headers));
    }
}
