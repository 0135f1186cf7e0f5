package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWorkspace;

/// Who sells databases: a workspace with an export of `databases.db.example.com`.
final class Provider {

    static final String EXPORTS = "/apis/apis.kcp.io/v1alpha2/apiexports";
    private static final String SCHEMAS = "/apis/apis.kcp.io/v1alpha1/apiresourceschemas";
    private static final String SLICES = "/apis/apis.kcp.io/v1alpha1/apiexportendpointslices";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

    private final TestingWorkspace workspace;

    private Provider(TestingWorkspace workspace) {
        this.workspace = workspace;
    }

    /// Opens for business: schema and export are there, and everybody may bind.
    ///
    /// @param claims JSON of the export's permission claims
    static Provider open(TestingControlPlane plane, String name, String claims) {
        var provider = new Provider(plane.workspaceOf("dba", name));
        provider.publishSchema("v1", "\"size\": {\"type\": \"string\"}");
        provider.api()
                .post(
                        EXPORTS,
                        """
                        {"apiVersion": "apis.kcp.io/v1alpha2", "kind": "APIExport",
                         "metadata": {"name": "databases"},
                         "spec": {"resources": [{"name": "databases", "group": "db.example.com",
                                                 "schema": "v1.databases.db.example.com"}],
                                  "permissionClaims": %s}}
                        """
                                .formatted(claims))
                .expect(201);
        provider.letBind("system:authenticated", "Group");
        return provider;
    }

    Api api() {
        return workspace.api();
    }

    TestingWorkspace workspace() {
        return workspace;
    }

    /// @param properties of `spec`, JSON without braces
    void publishSchema(String prefix, String properties) {
        api().post(
                        SCHEMAS,
                        """
                        {"apiVersion": "apis.kcp.io/v1alpha1", "kind": "APIResourceSchema",
                         "metadata": {"name": "%s.databases.db.example.com"},
                         "spec": {"group": "db.example.com", "scope": "Namespaced",
                          "names": {"plural": "databases", "singular": "database",
                                    "kind": "Database", "listKind": "DatabaseList"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                           "subresources": {"status": {}},
                           "schema": {"type": "object", "properties": {
                            "spec": {"type": "object", "properties": {%s}},
                            "status": {"type": "object", "properties": {
                             "host": {"type": "string"}}}}}}]}}
                        """
                                .formatted(prefix, properties))
                .expect(201);
    }

    void sellSchema(String prefix) {
        api().mergePatch(
                        EXPORTS + "/databases",
                        """
                        {"spec": {"resources": [{"name": "databases", "group": "db.example.com",
                         "schema": "%s.databases.db.example.com", "storage": {"crd": {}}}]}}
                        """
                                .formatted(prefix))
                .expect(200);
    }

    private void letBind(String subject, String kind) {
        api().post(
                        RBAC + "clusterroles",
                        """
                        {"metadata": {"name": "bind-databases"},
                         "rules": [{"apiGroups": ["apis.kcp.io"], "resources": ["apiexports"],
                                    "resourceNames": ["databases"], "verbs": ["bind"]}]}
                        """)
                .expect(201);
        api().post(
                        RBAC + "clusterrolebindings",
                        """
                        {"metadata": {"name": "bind-databases"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                     "kind": "ClusterRole", "name": "bind-databases"},
                         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "%s",
                                       "name": "%s"}]}
                        """
                                .formatted(kind, subject))
                .expect(201);
    }

    String identityHash() {
        await().until(() -> !export().text("/status/identityHash").isEmpty());
        return export().text("/status/identityHash");
    }

    private Answer export() {
        return api().get(EXPORTS + "/databases").expect(200);
    }

    /// The provider's view of all its customers, found as its controllers find it: in the endpoint
    /// slice, once there is a customer.
    Api view() {
        await().untilAsserted(
                        () ->
                                assertThat(
                                                api().get(SLICES + "/databases")
                                                        .text("/status/endpoints/0/url"))
                                        .contains("/services/apiexport/"));
        return workspace
                .owner()
                .at(api().get(SLICES + "/databases").text("/status/endpoints/0/url"));
    }
}
