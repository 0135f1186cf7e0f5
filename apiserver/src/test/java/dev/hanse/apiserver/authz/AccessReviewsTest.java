package dev.hanse.apiserver.authz;

import static dev.hanse.apiserver.authz.TestingRequests.HERE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.authn.StaticTokens;
import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessReviewsTest {

    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final List<String> AUDIENCES = List.of("https://api");

    private final TestingObjects objects = new TestingObjects();
    private final Map<GroupResource, Strategy> reviews;

    AccessReviewsTest() {
        BootstrapPolicy.systemAdmin().forEach(each -> objects.put(ClusterName.SYSTEM_ADMIN, each));
        objects.put(
                HERE,
                """
                kind: ClusterRoleBinding
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: { name: visitors }
                roleRef: { kind: ClusterRole, name: "system:kcp:workspace:access" }
                subjects: [{ kind: User, name: visitor }]
                """);
        var rbac = new Rbac(objects);
        var tokens =
                StaticTokens.of(
                        Map.of(
                                "secret", new User("ann", "7", List.of("devs"), Map.of()),
                                "foreign", account("elsewhere"),
                                "local", account("here")),
                        AUDIENCES);
        reviews =
                AccessReviews.strategies(
                        new AuthorizerChain(List.of(), rbac, AuthorizerChain.Reasons.HIDDEN),
                        rbac,
                        tokens,
                        AUDIENCES);
    }

    @Test
    void rulesOfAVisitorAreThoseKcpListsForOne() {
        var status =
                ask(
                        AUTHORIZATION,
                        "selfsubjectrulesreviews",
                        User.of("visitor", User.AUTHENTICATED),
                        "spec: { namespace: default }");

        assertThat(status)
                .isEqualTo(
                        Yaml.parse(
                                """
                                resourceRules:
                                  - verbs: [create]
                                    apiGroups: [authorization.k8s.io]
                                    resources: [selfsubjectaccessreviews, selfsubjectrulesreviews]
                                  - verbs: [create]
                                    apiGroups: [authentication.k8s.io]
                                    resources: [selfsubjectreviews]
                                nonResourceRules:
                                  - verbs: [access]
                                    nonResourceURLs: [/]
                                  - verbs: [get]
                                    nonResourceURLs: [/api, /api/*, /apis, /apis/*, /healthz, /livez, /openapi, /openapi/*, /readyz, /version, /version/]
                                  - verbs: [get]
                                    nonResourceURLs: [/healthz, /livez, /readyz, /version, /version/]
                                incomplete: false
                                """));
    }

    @Test
    void rulesNeedANamespace() {
        assertThatThrownBy(
                        () ->
                                ask(
                                        AUTHORIZATION,
                                        "selfsubjectrulesreviews",
                                        User.of("visitor"),
                                        "spec: {}"))
                .hasMessage("no namespace on request");
    }

    @Test
    void aReviewSaysNoWithoutSayingWhy() {
        var status =
                ask(
                        AUTHORIZATION,
                        "selfsubjectaccessreviews",
                        User.of("visitor"),
                        "spec: { resourceAttributes: { verb: get, resource: secrets } }");

        assertThat(status).isEqualTo(Yaml.parse("{ allowed: false, reason: access denied }"));
    }

    @Test
    void aReviewMayBeAboutAPath() {
        var status =
                ask(
                        AUTHORIZATION,
                        "selfsubjectaccessreviews",
                        User.of("visitor"),
                        "spec: { nonResourceAttributes: { verb: access, path: / } }");

        assertThat(status).isEqualTo(Yaml.parse("{ allowed: true, reason: access granted }"));
    }

    @Test
    void aReviewOfAnotherCountsItsGroupsAndWarrants() {
        var question =
                """
                spec:
                  user: somebody
                  groups: [%s]
                  extra: { authorization.kcp.io/warrant: ['%s'] }
                  resourceAttributes: { verb: get, resource: secrets }
                """;

        assertThat(allowed(question.formatted("devs", "{}"))).isFalse();
        assertThat(allowed(question.formatted("system:kcp:admin", "{}"))).isTrue();
        assertThat(allowed(question.formatted("devs", "{\"groups\":[\"system:kcp:admin\"]}")))
                .isTrue();
    }

    @Test
    void aReviewMustAskOneThing() {
        assertThat(errors("selfsubjectaccessreviews", "spec: {}"))
                .containsExactly(
                        "spec.resourceAttributes: Required value: exactly one of"
                                + " nonResourceAttributes or resourceAttributes must be specified");
        assertThat(
                        errors(
                                "subjectaccessreviews",
                                "spec: { resourceAttributes: { verb: get, resource: pods } }"))
                .containsExactly(
                        "spec.user: Required value: at least one of user or group must be"
                                + " specified");
        assertThat(
                        errors(
                                "localsubjectaccessreviews",
                                """
                                metadata: { namespace: a }
                                spec: { user: x, resourceAttributes: { namespace: b, verb: get, resource: pods } }
                                """))
                .containsExactly(
                        "spec.resourceAttributes.namespace: Invalid value: \"b\": must match"
                                + " metadata.namespace");
    }

    @Test
    void everybodyLearnsWhoHeIs() {
        var user = new User("ann", "7", List.of("devs"), Map.of("key", List.of("a", "b")));

        assertThat(ask(AUTHENTICATION, "selfsubjectreviews", user, "{}"))
                .isEqualTo(
                        Yaml.parse(
                                "userInfo: { username: ann, uid: '7', groups: [devs],"
                                        + " extra: { key: [a, b] } }"));
    }

    @Test
    void aTokenIsKnownWithItsUserAndAudiences() {
        assertThat(ask(AUTHENTICATION, "tokenreviews", User.of("x"), "spec: { token: secret }"))
                .isEqualTo(
                        Yaml.parse(
                                """
                                authenticated: true
                                user: { username: ann, uid: '7', groups: [devs] }
                                audiences: ["https://api"]
                                """));
    }

    @Test
    void aTokenForAnotherAudienceIsNotValidHere() {
        var status =
                ask(
                        AUTHENTICATION,
                        "tokenreviews",
                        User.of("x"),
                        "spec: { token: secret, audiences: [vault] }");

        assertThat(status.path("authenticated").asBoolean()).isFalse();
    }

    @Test
    void aServiceAccountOfAnotherClusterIsNotMistakenForOneOfThis() {
        var own = ask(AUTHENTICATION, "tokenreviews", User.of("x"), "spec: { token: local }");
        var other = ask(AUTHENTICATION, "tokenreviews", User.of("x"), "spec: { token: foreign }");

        assertThat(own.path("authenticated").asBoolean()).isTrue();
        assertThat(other.path("authenticated").asBoolean()).isFalse();
        assertThat(other.has("user")).isFalse();
    }

    private boolean allowed(String question) {
        return ask(AUTHORIZATION, "subjectaccessreviews", User.of("asker"), question)
                .path("allowed")
                .asBoolean();
    }

    private List<String> errors(String resource, String question) {
        return strategy(AUTHORIZATION, resource).validate(json(question)).stream()
                .map(FieldError::toString)
                .toList();
    }

    private JsonNode ask(String group, String resource, User user, String question) {
        return strategy(group, resource)
                .answerer()
                .orElseThrow()
                .answer(TestingRequests.by(user), HERE, "", json(question))
                .status();
    }

    private Strategy strategy(String group, String resource) {
        return requireNonNull(reviews.get(new GroupResource(group, resource)));
    }

    private static ObjectNode json(String yaml) {
        return (ObjectNode) Yaml.parse(yaml);
    }

    private static User account(String cluster) {
        return new User(
                "system:serviceaccount:default:robot",
                "",
                List.of(),
                Map.of("authentication.kcp.io/cluster-name", List.of(cluster)));
    }
}
