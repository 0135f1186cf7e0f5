package dev.hanse.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveUsersTest {

    private static final ClusterName HERE = new ClusterName("here");
    private static final String SCOPES = "authentication.kcp.io/scopes";
    private static final String HOME = "authentication.kcp.io/cluster-name";
    private static final String WARRANT = "authorization.kcp.io/warrant";

    @Test
    void ofAPlainUserIsTheUser() {
        var user = User.of("ann", "devs");

        assertThat(EffectiveUsers.of(user, HERE)).containsExactly(user);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster:here                             | true",
                "cluster:there                            | false",
                "cluster:there,cluster:here               | true",
                "cluster:here;cluster:there               | false",
                "cluster:here,cluster:x;cluster:here      | true",
                "here                                     | false",
                "'cluster:here '                          | false",
            })
    void alternativesInAScopeAreOrAndSeveralScopesAreAnd(String scopes, boolean inScope) {
        var user = user("ann", List.of(), Map.of(SCOPES, List.of(scopes.split(";"))));

        assertThat(EffectiveUsers.isInScope(user, HERE)).isEqualTo(inScope);
    }

    @Test
    void outOfScopeSomebodyAnonymousFromTheOriginIsLeft() {
        var user =
                user(
                        "ann",
                        List.of("devs", User.AUTHENTICATED),
                        Map.of(SCOPES, List.of("cluster:there")));

        assertThat(EffectiveUsers.of(user, HERE))
                .containsExactly(
                        User.of(User.ANONYMOUS, User.AUTHENTICATED, "system:cluster:there"));
    }

    @Test
    void outOfScopeNobodyBecomesAuthenticated() {
        var user = user("ann", List.of("devs"), Map.of(SCOPES, List.of("cluster:a,cluster:b")));

        assertThat(EffectiveUsers.of(user, HERE))
                .containsExactly(User.of(User.ANONYMOUS, User.UNAUTHENTICATED));
    }

    @Test
    void aServiceAccountAtHomeIsItselfAndItsGlobalName() {
        var account = account("here");

        assertThat(EffectiveUsers.of(account, HERE))
                .containsExactly(
                        account,
                        User.of(
                                "system:kcp:serviceaccount:here:ns:sa",
                                User.AUTHENTICATED,
                                "system:cluster:here"));
    }

    @Test
    void aForeignServiceAccountIsNeverALocalOne() {
        assertThat(EffectiveUsers.of(account("there"), HERE))
                .extracting(User::name)
                .containsExactly(User.ANONYMOUS, "system:kcp:serviceaccount:there:ns:sa");
    }

    @Test
    void aServiceAccountOfSeveralClustersIsOfNone() {
        var account =
                user("system:serviceaccount:ns:sa", List.of(), Map.of(HOME, List.of("here", "x")));

        assertThat(EffectiveUsers.of(account, HERE))
                .containsExactly(User.of(User.ANONYMOUS, User.UNAUTHENTICATED));
    }

    @Test
    void warrantsAddTheirUsersRecursively() {
        var user =
                user(
                        "ann",
                        List.of(),
                        Map.of(
                                WARRANT,
                                List.of(
                                        """
                                        {"user":"bob","groups":["g"],"extra":{"authorization.kcp.io/warrant":
                                          ["{\\"user\\":\\"carl\\"}"]}}\
                                        """)));

        assertThat(EffectiveUsers.of(user, HERE))
                .extracting(User::name)
                .containsExactly("ann", "bob", "carl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json",
                "[]",
                "{\"user\":\"system:serviceaccount:ns:sa\",\"groups\":[\"system:masters\"]}",
            })
    void warrantsThatAreUnreadableOrNameAHomelessServiceAccountAreIgnored(String warrant) {
        var user = user("ann", List.of(), Map.of(WARRANT, List.of(warrant)));

        assertThat(EffectiveUsers.of(user, HERE)).containsExactly(user);
    }

    @Test
    void aWarrantHasItsOwnScopes() {
        var user =
                user(
                        "ann",
                        List.of(),
                        Map.of(
                                WARRANT,
                                List.of(
                                        """
                                        {"user":"bob","extra":{"authentication.kcp.io/scopes":["cluster:there"]}}\
                                        """)));

        assertThat(EffectiveUsers.of(user, HERE))
                .extracting(User::name)
                .containsExactly("ann", User.ANONYMOUS);
    }

    private static User account(String home) {
        return user(
                "system:serviceaccount:ns:sa",
                List.of("system:serviceaccounts", User.AUTHENTICATED),
                Map.of(HOME, List.of(home)));
    }

    private static User user(String name, List<String> groups, Map<String, List<String>> extra) {
        return new User(name, "", groups, extra);
    }
}
