package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Updates and applies that create what is not there: some kinds are created by a PUT, all by an
/// apply, and it takes the verb `create`.
class CreatingWritesTest extends PlainClusterTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

    @BeforeAll
    void allowEverythingButCreate() {
        create(
                        RBAC + "clusterroles",
                        """
                        {"metadata": {"name": "editor"}, "rules": [
                          {"apiGroups": ["*"], "resources": ["*"],
                           "verbs": ["get", "update", "patch"]}]}
                        """)
                .expect(201);
        create(
                        RBAC + "clusterrolebindings",
                        """
                        {"metadata": {"name": "editor"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                          "kind": "ClusterRole", "name": "editor"},
                         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                          "name": "eve"}]}
                        """)
                .expect(201);
    }

    private Answer asEve(String method, String path, String type, String body) {
        return api().send(method, path, body, "Content-Type", type, "Impersonate-User", "eve");
    }

    @Test
    void aPutCreatesObjectsOfSomeKinds() {
        var leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        var lease =
                Answer.parse(
                        """
                        {"metadata": {"name": "new", "uid": "1", "resourceVersion": "5"},
                         "spec": {"holderIdentity": "me"}}
                        """);

        var created = api().put(leases + "/new", lease).expect(201);

        assertThat(created.text("/metadata/uid")).hasSize(36);
        assertThat(api().get(leases + "/new").expect(200).text("/spec/holderIdentity"))
                .isEqualTo("me");
        api().put(leases + "/other", lease).expect(400);
        api().put(CORE + "configmaps/new", Answer.parse("{\"metadata\": {\"name\": \"new\"}}"))
                .expect(404);
    }

    @Test
    void whoeverMayNotCreateCreatesNothing() {
        assertThat(
                        asEve(
                                        "PATCH",
                                        CORE + "configmaps/sly?fieldManager=eve",
                                        "application/apply-patch+yaml",
                                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: sly}}")
                                .expect(403)
                                .text("/message"))
                .isEqualTo(
                        "configmaps \"sly\" is forbidden: User \"eve\" cannot create resource"
                                + " \"configmaps\" in API group \"\" in the namespace \"default\"");
        assertThat(
                        asEve(
                                        "PUT",
                                        CORE + "endpoints/sly",
                                        "application/json",
                                        "{\"metadata\": {\"name\": \"sly\"}}")
                                .expect(403)
                                .text("/message"))
                .contains("cannot create resource \"endpoints\"");

        create(CORE + "configmaps", "{\"metadata\": {\"name\": \"open\"}}").expect(201);
        asEve(
                        "PATCH",
                        CORE + "configmaps/open?fieldManager=eve",
                        "application/apply-patch+yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: open}, data: {a: b}}")
                .expect(200);
    }
}
