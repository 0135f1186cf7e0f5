package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWorkspace;

/// Who buys databases: a workspace that binds the export of a [Provider].
final class Consumer {

    static final String BINDINGS = "/apis/apis.kcp.io/v1alpha2/apibindings";
    static final String DATABASES = "/apis/db.example.com/v1/namespaces/default/databases";

    private final TestingWorkspace workspace;

    private Consumer(TestingWorkspace workspace) {
        this.workspace = workspace;
    }

    static Consumer of(TestingControlPlane plane, String user, String name) {
        return new Consumer(plane.workspaceOf(user, name));
    }

    Api api() {
        return workspace.api();
    }

    TestingWorkspace workspace() {
        return workspace;
    }

    String cluster() {
        return workspace.cluster();
    }

    /// Binds and waits until the API is there.
    ///
    /// @param claims JSON of the permission claims, with what becomes of each
    Answer bind(Provider provider, String claims) {
        api().post(BINDINGS, binding(provider.workspace().path(), claims)).expect(201);
        await().untilAsserted(
                        () ->
                                assertThat(api().get(BINDINGS + "/databases").text("/status/phase"))
                                        .isEqualTo("Bound"));
        return api().get(BINDINGS + "/databases");
    }

    static String binding(String exportPath, String claims) {
        return """
        {"apiVersion": "apis.kcp.io/v1alpha2", "kind": "APIBinding",
         "metadata": {"name": "databases"},
         "spec": {"reference": {"export": {"path": "%s", "name": "databases"}},
                  "permissionClaims": %s}}
        """
                .formatted(exportPath, claims);
    }

    Answer order(String name, String size) {
        return api().post(
                        DATABASES,
                        """
                        {"apiVersion": "db.example.com/v1", "kind": "Database",
                         "metadata": {"name": "%s"}, "spec": {"size": "%s"}}
                        """
                                .formatted(name, size));
    }
}
