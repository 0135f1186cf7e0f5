package dev.hanse.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacTest {

    private static final ClusterName HERE = new ClusterName("here");
    private static final ClusterName ELSEWHERE = new ClusterName("elsewhere");

    private final TestingObjects objects = new TestingObjects();
    private final Rbac rbac = new Rbac(objects);

    RbacTest() {
        BootstrapPolicy.systemAdmin().forEach(each -> objects.put(ClusterName.SYSTEM_ADMIN, each));
    }

    @Nested
    class Rules {

        @ParameterizedTest
        @CsvSource({
            "get,    '',   pods,       '',     '',   true",
            "get,    '',   pods,       log,    '',   true",
            "get,    '',   pods,       exec,   '',   false",
            "delete, '',   pods,       '',     '',   false",
            "get,    apps, pods,       '',     '',   false",
            "get,    '',   configmaps, '',     one,  true",
            "get,    '',   configmaps, '',     two,  false",
            "list,   '',   configmaps, '',     '',   false",
            "update, apps, anything,   status, x,    true",
            "update, apps, anything,   '',     x,    false",
            "watch,  wide, whatever,   sub,    x,    true",
        })
        void matchVerbGroupResourceAndName(
                String verb, String group, String resource, String sub, String name, boolean yes) {
            objects.put(
                    HERE,
                    """
                    kind: ClusterRole
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: mixed }
                    rules:
                      - { verbs: [get], apiGroups: [""], resources: [pods, pods/log] }
                      - { verbs: [get, list], apiGroups: [""], resources: [configmaps], resourceNames: [one] }
                      - { verbs: ["*"], apiGroups: [apps], resources: ["*/status"] }
                      - { verbs: ["*"], apiGroups: [wide], resources: ["*"] }
                    """);
            bind("mixed", "User", "ann");

            var asked = resource(User.of("ann"), HERE, verb, group, resource, sub, "", name);

            assertThat(rbac.authorize(asked).isAllowed()).isEqualTo(yes);
        }

        @ParameterizedTest
        @CsvSource({
            "get, /metrics,       true",
            "get, /metrics/slis,  false",
            "get, /debug/pprof,   true",
            "get, /debug,         false",
            "put, /metrics,       false",
        })
        void matchPathsExactlyOrByPrefix(String verb, String path, boolean yes) {
            objects.put(
                    HERE,
                    """
                    kind: ClusterRole
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: paths }
                    rules:
                      - { verbs: [get], nonResourceURLs: [/metrics, /debug/*] }
                    """);
            bind("paths", "User", "ann");

            assertThat(rbac.authorize(path(User.of("ann"), HERE, verb, path)).isAllowed())
                    .isEqualTo(yes);
        }

        @Test
        void ofTheSameResourceInAnotherGroupDoNotMatch() {
            objects.put(
                    HERE,
                    """
                    kind: ClusterRole
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: foreign-namespaces }
                    rules:
                      - { verbs: ["*"], apiGroups: [example.com], resources: [namespaces] }
                    """);
            bind("foreign-namespaces", "User", "ann");

            assertThat(allows(User.of("ann"), HERE, "delete", "", "namespaces", "")).isFalse();
        }
    }

    @Nested
    class Bindings {

        @Test
        void mayReferToRolesThatOnlyTheBootstrapPolicyHas() {
            bind("cluster-admin", "User", "ann");

            assertThat(allows(User.of("ann"), HERE, "delete", "any", "things", "")).isTrue();
            assertThat(rbac.authorize(path(User.of("ann"), HERE, "access", "/")).isAllowed())
                    .isTrue();
        }

        @Test
        void holdInTheirOwnClusterOnly() {
            bind("cluster-admin", "User", "ann");

            assertThat(allows(User.of("ann"), ELSEWHERE, "get", "", "secrets", "")).isFalse();
        }

        @Test
        void ofTheBootstrapPolicyHoldEverywhere() {
            var admin = User.of("ann", "system:kcp:admin");

            assertThat(allows(admin, ELSEWHERE, "get", "", "secrets", "")).isTrue();
        }

        @Test
        void ofTheBootstrapPolicyIgnoreLocalRolesOfTheSameName() {
            objects.put(
                    HERE,
                    """
                    kind: ClusterRole
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: "system:basic-user" }
                    rules:
                      - { verbs: ["*"], apiGroups: ["*"], resources: ["*"] }
                    """);
            var anybody = User.of("eve", User.AUTHENTICATED);

            assertThat(allows(anybody, HERE, "get", "", "secrets", "")).isFalse();
        }

        @Test
        void toAClusterRoleInANamespaceHoldInThatNamespace() {
            objects.put(
                    HERE,
                    """
                    kind: RoleBinding
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: viewers, namespace: team }
                    roleRef: { kind: ClusterRole, name: view }
                    subjects:
                      - { kind: Group, name: viewers }
                    """);
            var viewer = User.of("ann", "viewers");

            assertThat(allows(viewer, HERE, "list", "", "configmaps", "team")).isTrue();
            assertThat(allows(viewer, HERE, "list", "", "configmaps", "other")).isFalse();
            assertThat(allows(viewer, HERE, "list", "", "configmaps", "")).isFalse();
            assertThat(allows(viewer, HERE, "list", "", "secrets", "team")).isFalse();
        }

        @Test
        void nameServiceAccountsByNamespace() {
            objects.put(
                    HERE,
                    """
                    kind: Role
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: reader, namespace: team }
                    rules:
                      - { verbs: [get], apiGroups: [""], resources: [secrets] }
                    ---
                    kind: RoleBinding
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: robots, namespace: team }
                    roleRef: { kind: Role, name: reader }
                    subjects:
                      - { kind: ServiceAccount, name: own }
                      - { kind: ServiceAccount, name: guest, namespace: other }
                    """);

            assertThat(allows(account("team", "own"), HERE, "get", "", "secrets", "team")).isTrue();
            assertThat(allows(account("other", "guest"), HERE, "get", "", "secrets", "team"))
                    .isTrue();
            assertThat(allows(account("other", "own"), HERE, "get", "", "secrets", "team"))
                    .isFalse();
        }

        @Test
        void countAsSoonAsTheyAreWritten() {
            assertThat(allows(User.of("ann"), HERE, "get", "", "secrets", "")).isFalse();

            bind("cluster-admin", "User", "ann");

            assertThat(allows(User.of("ann"), HERE, "get", "", "secrets", "")).isTrue();
        }

        @Test
        void explainWhatTheyGrant() {
            bind("cluster-admin", "User", "ann");

            var decision =
                    rbac.authorize(resource(User.of("ann"), HERE, "get", "", "x", "", "", ""));

            assertThat(decision.reason())
                    .isEqualTo(
                            "RBAC: allowed by ClusterRoleBinding \"ann-cluster-admin\" of"
                                    + " ClusterRole \"cluster-admin\" to User \"ann\"");
        }
    }

    @Nested
    class Aggregation {

        @Test
        void collectsSelectedRolesThroughSeveralLevels() {
            bind("admin", "User", "ann");

            assertThat(allows(User.of("ann"), HERE, "list", "", "namespaces", "")).isTrue();
            assertThat(allows(User.of("ann"), HERE, "create", "", "configmaps", "")).isTrue();
        }

        @Test
        void survivesCyclesAndUnreadableSelectors() {
            objects.put(
                    HERE,
                    """
                    kind: ClusterRole
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: loop, labels: { in: loop } }
                    aggregationRule:
                      clusterRoleSelectors:
                        - { matchLabels: { in: loop } }
                        - { matchExpressions: [{ key: in, operator: Nonsense }] }
                    ---
                    kind: ClusterRole
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: part, labels: { in: loop } }
                    rules:
                      - { verbs: [get], apiGroups: [""], resources: [pods] }
                    """);
            bind("loop", "User", "ann");

            assertThat(allows(User.of("ann"), HERE, "get", "", "pods", "")).isTrue();
        }
    }

    @Nested
    class Scope {

        @Test
        void ofAllClustersIsNobodysByRbac() {
            var asked =
                    Attributes.resource(
                            User.of("ann", "system:kcp:admin"),
                            ClusterScope.ALL,
                            "list",
                            "",
                            "secrets",
                            "",
                            "",
                            "");

            assertThat(rbac.authorize(asked).isAllowed()).isFalse();
        }

        @Test
        void ofTheServerItselfIsGovernedInRoot() {
            objects.put(
                    ClusterName.ROOT,
                    """
                    kind: ClusterRoleBinding
                    apiVersion: rbac.authorization.k8s.io/v1
                    metadata: { name: scraper }
                    roleRef: { kind: ClusterRole, name: "system:kcp:metrics-reader" }
                    subjects: [{ kind: User, name: scraper }]
                    """);
            var asked =
                    new Attributes(
                            User.of("scraper"),
                            ClusterScope.NONE,
                            "get",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "/metrics");

            assertThat(rbac.authorize(asked).isAllowed()).isTrue();
            assertThat(rbac.authorize(asked.withUser(User.of("other"))).isAllowed()).isFalse();
        }

        @Test
        void ofAnImpersonatedUserEndsWithTheCluster() {
            bindIn(ELSEWHERE, "cluster-admin", "User", "ann");
            var scoped =
                    new User(
                            "ann",
                            "",
                            List.of(User.AUTHENTICATED),
                            Map.of("authentication.kcp.io/scopes", List.of("cluster:here")));

            assertThat(allows(scoped, ELSEWHERE, "get", "", "secrets", "")).isFalse();
        }
    }

    private void bind(String role, String kind, String name) {
        bindIn(HERE, role, kind, name);
    }

    private void bindIn(ClusterName cluster, String role, String kind, String name) {
        objects.put(
                cluster,
                """
                kind: ClusterRoleBinding
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: { name: %3$s-%1$s }
                roleRef: { kind: ClusterRole, name: "%1$s" }
                subjects: [{ kind: %2$s, name: "%3$s" }]
                """
                        .formatted(role, kind, name));
    }

    private boolean allows(
            User user, ClusterName cluster, String verb, String group, String what, String where) {
        return rbac.authorize(resource(user, cluster, verb, group, what, "", where, ""))
                .isAllowed();
    }

    private static User account(String namespace, String name) {
        return User.of("system:serviceaccount:" + namespace + ":" + name);
    }

    private static Attributes resource(
            User user,
            ClusterName cluster,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        return Attributes.resource(
                user,
                ClusterScope.of(cluster),
                verb,
                group,
                resource,
                subresource,
                namespace,
                name);
    }

    private static Attributes path(User user, ClusterName cluster, String verb, String path) {
        return new Attributes(user, ClusterScope.of(cluster), verb, "", "", "", "", "", "", path);
    }
}
