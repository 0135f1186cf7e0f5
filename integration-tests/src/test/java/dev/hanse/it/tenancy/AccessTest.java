package dev.hanse.it.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Entering a workspace, and doing things there, are two rights.
class AccessTest extends ControlPlaneTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";

    private int workspaces;
    private TestingWorkspace workspace;
    private Api bob;

    @BeforeEach
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "access-" + ++workspaces);
        bob = plane.user("bob").in(workspace.path());
    }

    private void bind(String name, String role) {
        workspace
                .api()
                .post(
                        RBAC + "clusterrolebindings",
                        """
                        {"metadata": {"name": "%s"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                     "kind": "ClusterRole", "name": "%s"},
                         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                                       "name": "bob"}]}
                        """
                                .formatted(name, role))
                .expect(201);
    }

    @Test
    void aRoleWithoutAccessOpensNothing() {
        bind("reads", "view");

        bob.get("/api/v1/configmaps").expect(403);
    }

    @Test
    void accessWithoutARoleReadsNothing() {
        bind("enters", "system:kcp:workspace:access");

        bob.get("/api").expect(200);
        bob.get("/api/v1/configmaps").expect(403);
    }

    @Test
    void accessAndARoleDoWhatTheRoleSays() {
        bind("enters", "system:kcp:workspace:access");
        bind("reads", "view");

        bob.get("/api/v1/configmaps").expect(200);
        bob.get("/api/v1/secrets").expect(403);
        bob.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"x\"}}").expect(403);
    }

    @Test
    void aClusterAdministratorMayAlsoEnter() {
        bind("rules", "cluster-admin");

        bob.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"x\"}}").expect(201);
    }

    @Test
    void whatIsTakenAwayIsGoneAtOnce() {
        bind("rules", "cluster-admin");
        bob.get("/api/v1/secrets").expect(200);

        workspace.api().delete(RBAC + "clusterrolebindings/rules").expect(200);

        bob.get("/api/v1/secrets").expect(403);
    }

    @Test
    void nobodyGrantsMoreThanTheyHave() {
        bind("enters", "system:kcp:workspace:access");
        workspace
                .api()
                .post(
                        RBAC + "clusterroles",
                        """
                        {"metadata": {"name": "delegates"}, "rules": [
                         {"apiGroups": ["rbac.authorization.k8s.io"], "verbs": ["*"],
                          "resources": ["clusterroles", "clusterrolebindings"]}]}
                        """)
                .expect(201);
        bind("delegates", "delegates");

        var refused =
                bob.post(
                                RBAC + "clusterroles",
                                """
                                {"metadata": {"name": "more"}, "rules": [
                                 {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]}
                                """)
                        .status();

        // The wildcard above includes the verbs `escalate` and `bind`, and so is allowed to.
        assertThat(refused).isEqualTo(201);
        workspace
                .api()
                .mergePatch(
                        RBAC + "clusterroles/delegates",
                        """
                        {"rules": [{"apiGroups": ["rbac.authorization.k8s.io"],
                          "verbs": ["get", "create", "update"],
                          "resources": ["clusterroles", "clusterrolebindings"]}]}
                        """)
                .expect(200);
        assertThat(
                        bob.post(
                                        RBAC + "clusterroles",
                                        """
                                        {"metadata": {"name": "evenmore"}, "rules": [
                                         {"apiGroups": [""], "resources": ["secrets"],
                                          "verbs": ["get"]}]}
                                        """)
                                .expect(403)
                                .text("/message"))
                .contains("attempting to grant RBAC permissions not currently held");
    }

    @Test
    void reviewsSayNoWithoutSayingWhy() {
        var review =
                workspace
                        .api()
                        .post(
                                REVIEWS + "subjectaccessreviews",
                                """
                                {"apiVersion": "authorization.k8s.io/v1",
                                 "kind": "SubjectAccessReview", "spec": {"user": "bob",
                                  "resourceAttributes": {"verb": "get", "resource": "secrets",
                                                         "namespace": "default"}}}
                                """)
                        .expect(201);

        assertThat(review.at("/status/allowed").asBoolean()).isFalse();
        assertThat(review.text("/status/reason")).isEqualTo("access denied");
    }

    @Test
    void whoMayOnlyEnterIsToldExactlyThat() {
        bind("enters", "system:kcp:workspace:access");

        var review =
                bob.post(
                                REVIEWS + "selfsubjectrulesreviews",
                                """
                                {"apiVersion": "authorization.k8s.io/v1",
                                 "kind": "SelfSubjectRulesReview",
                                 "spec": {"namespace": "default"}}
                                """)
                        .expect(201);

        assertThat(review.at("/status/incomplete").asBoolean()).isFalse();
        assertThat(review.at("/status/nonResourceRules").toString())
                .contains("\"access\"")
                .contains("\"/openapi/*\"");
        assertThat(review.at("/status/resourceRules").toString())
                .contains("selfsubjectaccessreviews")
                .doesNotContain("secrets", "\"*\"");
    }

    @Test
    void serviceAccountsWorkInTheirWorkspaceOnly() {
        var token =
                workspace
                        .api()
                        .post(
                                "/api/v1/namespaces/default/serviceaccounts/default/token",
                                """
                                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                                 "spec": {}}
                                """)
                        .expect(201)
                        .text("/status/token");
        workspace
                .api()
                .post(
                        RBAC + "clusterrolebindings",
                        """
                        {"metadata": {"name": "robot"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                     "kind": "ClusterRole", "name": "cluster-admin"},
                         "subjects": [{"kind": "ServiceAccount", "name": "default",
                                       "namespace": "default"}]}
                        """)
                .expect(201);
        var robot = new Api(bob.http(), plane.anonymous().base(), token);
        var other = plane.workspaceOf("alice", "access-other-" + workspaces);

        robot.in(workspace.path()).get("/api/v1/secrets").expect(200);
        robot.in(other.path()).get("/api/v1/secrets").expect(403);
        // Inside a pod there is an address without a cluster; the token says which is meant.
        robot.get("/api/v1/secrets").expect(200);
    }

    @Test
    void impersonationStaysInItsCluster() {
        var asBob = workspace.api().get("/api/v1/secrets", "Impersonate-User", "bob").expect(403);
        assertThat(asBob.text("/message")).contains("User \"bob\"");

        workspace
                .api()
                .get(
                        "/api/v1/secrets",
                        "Impersonate-User",
                        "x",
                        "Impersonate-Group",
                        "system:masters")
                .expect(403);
    }
}
