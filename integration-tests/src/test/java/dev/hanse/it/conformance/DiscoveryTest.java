package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a workspace says that it serves.
class DiscoveryTest extends ControlPlaneTest {

    private Api api;

    @BeforeAll
    void createWorkspace() {
        api = plane.workspaceOf("alice", "discovery").api();
    }

    private static List<String> names(JsonNode list, String field) {
        var names = new ArrayList<String>();
        list.path(field).forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    @Test
    void listsTheCoreGroup() {
        assertThat(api.get("/api").expect(200).at("/versions/0").asText()).isEqualTo("v1");

        var core = api.get("/api/v1").expect(200).json();

        assertThat(core.path("kind").asText()).isEqualTo("APIResourceList");
        assertThat(core.path("groupVersion").asText()).isEqualTo("v1");
        assertThat(names(core, "resources"))
                .contains("configmaps", "secrets", "namespaces", "namespaces/status")
                .doesNotContain("pods", "nodes", "services");
        for (var resource : core.path("resources")) {
            if (resource.path("name").asText().equals("configmaps")) {
                assertThat(resource.path("kind").asText()).isEqualTo("ConfigMap");
                assertThat(resource.path("namespaced").asBoolean()).isTrue();
                assertThat(resource.at("/shortNames/0").asText()).isEqualTo("cm");
                assertThat(resource.path("storageVersionHash").asText()).isNotEmpty();
            }
        }
    }

    @Test
    void listsGroupsWithTheVersionToPrefer() {
        var groups = api.get("/apis").expect(200).json();

        assertThat(groups.path("kind").asText()).isEqualTo("APIGroupList");
        assertThat(names(groups, "groups"))
                .contains("rbac.authorization.k8s.io", "tenancy.kcp.io", "apis.kcp.io");
        var apis = api.get("/apis/apis.kcp.io").expect(200);
        assertThat(apis.text("/kind")).isEqualTo("APIGroup");
        assertThat(apis.text("/preferredVersion/groupVersion")).isEqualTo("apis.kcp.io/v1alpha2");
        assertThat(apis.at("/versions")).hasSize(2);
    }

    /// What controllers written for kcp compare with the list that they were compiled with.
    @Test
    void servesExactlyTheBuiltInsThatExportsMayClaim() {
        var served = new TreeSet<String>();
        var lists = new ArrayList<JsonNode>();
        lists.add(api.get("/api/v1").json());
        for (var group : api.get("/apis").json().path("groups")) {
            if (group.path("name").asText().endsWith(".kcp.io")) {
                continue;
            }
            for (var version : group.path("versions")) {
                lists.add(api.get("/apis/" + version.path("groupVersion").asText()).json());
            }
        }
        for (var list : lists) {
            for (var resource : list.path("resources")) {
                var name = resource.path("name").asText();
                if (!name.contains("/") && !name.startsWith("self")) {
                    served.add(list.path("groupVersion").asText() + " " + name);
                }
            }
        }

        assertThat(served)
                .containsExactlyInAnyOrder(
                        "v1 configmaps",
                        "v1 events",
                        "v1 namespaces",
                        "v1 resourcequotas",
                        "v1 secrets",
                        "v1 serviceaccounts",
                        "rbac.authorization.k8s.io/v1 clusterroles",
                        "rbac.authorization.k8s.io/v1 clusterrolebindings",
                        "rbac.authorization.k8s.io/v1 roles",
                        "rbac.authorization.k8s.io/v1 rolebindings",
                        "certificates.k8s.io/v1 certificatesigningrequests",
                        "coordination.k8s.io/v1 leases",
                        "admissionregistration.k8s.io/v1 mutatingwebhookconfigurations",
                        "admissionregistration.k8s.io/v1 validatingwebhookconfigurations",
                        "admissionregistration.k8s.io/v1 mutatingadmissionpolicies",
                        "admissionregistration.k8s.io/v1 mutatingadmissionpolicybindings",
                        "admissionregistration.k8s.io/v1 validatingadmissionpolicies",
                        "admissionregistration.k8s.io/v1 validatingadmissionpolicybindings",
                        "events.k8s.io/v1 events",
                        "apiextensions.k8s.io/v1 customresourcedefinitions",
                        "authorization.k8s.io/v1 subjectaccessreviews",
                        "authorization.k8s.io/v1 localsubjectaccessreviews",
                        "authentication.k8s.io/v1 tokenreviews");
    }

    @Test
    void describesEveryGroupVersionInOpenApi() {
        var index = api.get("/openapi/v3").expect(200).json();
        assertThat(index.path("paths").has("api/v1")).isTrue();
        assertThat(index.path("paths").has("apis/tenancy.kcp.io/v1alpha1")).isTrue();

        index.path("paths")
                .properties()
                .forEach(
                        entry -> {
                            var url = entry.getValue().path("serverRelativeURL").asText();
                            var relative = url.replaceFirst("^/clusters/[^/]+", "");
                            var document = api.get(relative).expect(200);
                            assertThat(document.text("/openapi")).startsWith("3.");
                        });
    }

    @Test
    void openApiNamesKindsAndTypes() {
        var core = api.get("/openapi/v3/api/v1").expect(200).json();

        var configMap = core.at("/components/schemas/io.k8s.api.core.v1.ConfigMap");
        assertThat(configMap.at("/properties/data/additionalProperties/type").asText())
                .isEqualTo("string");
        assertThat(configMap.at("/x-kubernetes-group-version-kind/0/kind").asText())
                .isEqualTo("ConfigMap");
        assertThat(
                        core.at(
                                        "/paths/~1api~1v1~1namespaces~1{namespace}~1configmaps~1{name}"
                                            + "/get/x-kubernetes-action")
                                .asText())
                .isEqualTo("get");
    }

    @Test
    void whoHasADocumentAlreadyIsNotSentItAgain() {
        var first = api.get("/openapi/v3/api/v1").expect(200);

        var again =
                api.get("/openapi/v3/api/v1", "If-None-Match", first.header("etag")).expect(304);

        assertThat(again.text()).isEmpty();
        api.get("/openapi/v3/api/v1", "If-None-Match", "\"other\"").expect(200);
    }

    @Test
    void openApiV2IsThereForOlderClients() {
        assertThat(api.get("/openapi/v2").expect(200).text("/swagger")).isEqualTo("2.0");
    }
}
