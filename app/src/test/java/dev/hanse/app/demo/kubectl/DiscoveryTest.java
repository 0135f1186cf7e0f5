package dev.hanse.app.demo.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final Map<String, String> AGGREGATED =
            Map.of(
                    "/api",
                    """
                    kind: APIGroupDiscoveryList
                    items:
                      - metadata: {}
                        versions:
                          - version: v1
                            resources:
                              - {resource: secrets, singularResource: secret, scope: Namespaced,
                                 responseKind: {kind: Secret}}
                    """,
                    "/apis",
                    """
                    kind: APIGroupDiscoveryList
                    items:
                      - metadata: {name: tenancy.kcp.io}
                        versions:
                          - version: v1alpha1
                            resources:
                              - {resource: workspaces, singularResource: workspace, scope: Cluster,
                                 shortNames: [ws], responseKind: {kind: Workspace}}
                    """);

    private static final Map<String, String> ONE_BY_ONE =
            Map.of(
                    "/apis",
                    """
                    kind: APIGroupList
                    groups:
                      - name: tenancy.kcp.io
                        versions: [{groupVersion: tenancy.kcp.io/v1alpha1, version: v1alpha1}]
                    """,
                    "/apis/tenancy.kcp.io/v1alpha1",
                    """
                    kind: APIResourceList
                    resources:
                      - {name: workspaces, singularName: workspace, namespaced: false, kind: Workspace,
                         shortNames: [ws]}
                      - {name: workspaces/status, singularName: "", namespaced: false, kind: Workspace}
                    """);

    @Test
    void aTypeHasManyNames() {
        var types = discover(AGGREGATED);

        for (var name :
                List.of(
                        "workspaces",
                        "workspace",
                        "Workspace",
                        "ws",
                        "workspaces.tenancy.kcp.io")) {
            assertThat(types.called(name).path("default"))
                    .isEqualTo("/apis/tenancy.kcp.io/v1alpha1/workspaces");
        }
        assertThat(types.called("ws").qualifiedName("a")).isEqualTo("workspace.tenancy.kcp.io/a");
    }

    @Test
    void namespacedTypesAreFoundInTheirNamespace() {
        var secrets = discover(AGGREGATED).called("secrets");

        assertThat(secrets.path("default")).isEqualTo("/api/v1/namespaces/default/secrets");
        assertThat(secrets.path("")).isEqualTo("/api/v1/secrets");
        assertThat(secrets.qualifiedKind()).isEqualTo("secret");
    }

    @Test
    void serversWithoutAggregatedDiscoveryAreAskedGroupByGroup() {
        assertThat(discover(ONE_BY_ONE).types())
                .containsExactly(discover(AGGREGATED).called("workspaces"));
    }

    @Test
    void saysWhatTheServerDoesNotOffer() {
        assertThatThrownBy(() -> discover(AGGREGATED).called("pods"))
                .hasMessage("error: the server doesn't have a resource type \"pods\"");
    }

    private static OfferedTypes discover(Map<String, String> documents) {
        return new Discovery(path -> document(documents, path)).discover();
    }

    private static JsonNode document(Map<String, String> documents, String path) {
        var text = documents.get(path);
        if (text == null) {
            throw ApiException.noSuchPath();
        }
        return Yaml.parse(text);
    }
}
