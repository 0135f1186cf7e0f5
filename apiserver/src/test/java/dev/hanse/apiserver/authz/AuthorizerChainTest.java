package dev.hanse.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizerChainTest {

    private static final ClusterScope HERE = ClusterScope.of(new ClusterName("here"));

    private final Rbac rbac = new Rbac(new TestingObjects());

    @Test
    void mastersAreAboveEveryAuthorizer() {
        var chain = hidden(_ -> Decision.deny("never"));

        assertThatCode(() -> chain.require(list(User.system("root"), HERE)))
                .doesNotThrowAnyException();
        assertThatCode(() -> chain.require(list(User.system("root"), ClusterScope.ALL)))
                .doesNotThrowAnyException();
    }

    @Test
    void healthIsPublicEverywhereButNothingBelowIt() {
        var chain = hidden(_ -> Decision.deny("never"));

        assertThat(chain.authorize(path(HERE, "/readyz")).isAllowed()).isTrue();
        assertThat(chain.authorize(path(ClusterScope.NONE, "/livez")).isAllowed()).isTrue();
        assertThat(chain.authorize(path(HERE, "/readyz/etcd")).isAllowed()).isFalse();
        assertThat(chain.authorize(path(HERE, "/healthz/../metrics")).isAllowed()).isFalse();
    }

    @Test
    void theFirstDecisionOfAnExtensionCounts() {
        var chain =
                hidden(
                        _ -> Decision.noOpinion("not mine"),
                        _ -> Decision.deny("no such workspace"),
                        _ -> Decision.allow("too late"));

        assertThat(chain.authorize(list(User.of("ann"), HERE)))
                .isEqualTo(Decision.deny("no such workspace"));
    }

    @Test
    void aHiddenReasonIsTheSameForEveryKindOfNo() {
        var denied = denial(hidden(_ -> Decision.deny("no such workspace")));
        var undecided = denial(hidden());

        assertThat(denied.status()).isEqualTo(undecided.status());
        assertThat(denied.operatorText()).isEqualTo("no such workspace");
    }

    @Test
    void aDenialReadsAsKcpWritesIt() {
        assertThat(denial(hidden()).status().toJson())
                .hasToString(
                        """
                        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                        "message":"configmaps is forbidden: User \\"user-2\\" cannot list resource \
                        \\"configmaps\\" in API group \\"\\" in the namespace \\"default\\": access denied",\
                        "reason":"Forbidden","details":{"kind":"configmaps"},"code":403}\
                        """);
    }

    @Test
    void aDenialReadsAsKubernetesWritesIt() {
        var chain = new AuthorizerChain(List.of(), rbac, AuthorizerChain.Reasons.SHOWN);

        assertThat(
                        message(
                                chain,
                                Attributes.resource(
                                        User.of("ann"),
                                        HERE,
                                        "update",
                                        "apps",
                                        "deployments",
                                        "scale",
                                        "",
                                        "web")))
                .isEqualTo(
                        "deployments.apps \"web\" is forbidden: User \"ann\" cannot update resource"
                            + " \"deployments/scale\" in API group \"apps\" at the cluster scope");
        assertThat(message(chain, path(HERE, "/metrics")))
                .isEqualTo("forbidden: User \"ann\" cannot get path \"/metrics\"");
    }

    @Test
    void aDenialCarriesNoMarkup() {
        var chain = new AuthorizerChain(List.of(), rbac, AuthorizerChain.Reasons.SHOWN);

        assertThat(message(chain, path(HERE, "/<b>&")))
                .isEqualTo("forbidden: User \"ann\" cannot get path \"/&lt;b&gt;&amp;\"");
    }

    private AuthorizerChain hidden(Authorizer... extensions) {
        return new AuthorizerChain(List.of(extensions), rbac, AuthorizerChain.Reasons.HIDDEN);
    }

    private static ApiException denial(AuthorizerChain chain) {
        return catchThrowableOfType(
                ApiException.class, () -> chain.require(list(User.of("user-2"), HERE)));
    }

    private static String message(AuthorizerChain chain, Attributes attributes) {
        return catchThrowableOfType(ApiException.class, () -> chain.require(attributes))
                .status()
                .message();
    }

    private static Attributes list(User user, ClusterScope scope) {
        return Attributes.resource(user, scope, "list", "", "configmaps", "", "default", "");
    }

    private static Attributes path(ClusterScope scope, String path) {
        return new Attributes(User.of("ann"), scope, "get", "", "", "", "", "", "", path);
    }
}
