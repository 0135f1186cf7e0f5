package dev.hanse.apiserver.discovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.builtin.BuiltinSource;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.TestingDefinitions;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.Query;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DiscoveryEndpointTest {

    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                    + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
                    + "application/json";

    private static final ApiSurface SURFACE = surface();

    private final DiscoveryEndpoint endpoint =
            new DiscoveryEndpoint(VersionInfo.CURRENT, Clock.systemUTC());

    private static ApiSurface surface() {
        var builtins =
                new BuiltinSource(
                        Profile.CONTROL_PLANE,
                        new SchemaCompiler(),
                        TestingDefinitions.CLOCK,
                        "test",
                        BuiltinSource.Additions.NONE);
        var all = new ArrayList<ResourceDefinition>(builtins.resources(new ClusterName("here")));
        all.add(TestingDefinitions.widgets());
        return new ApiSurface(all);
    }

    @Nested
    class Classic {

        @Test
        void coreVersions() {
            var json = json(get("/api", Map.of("host", List.of("example.org:6443"))));

            assertThat(json.path("kind").asText()).isEqualTo("APIVersions");
            assertThat(json.path("versions")).hasToString("[\"v1\"]");
            assertThat(json.at("/serverAddressByClientCIDRs/0/serverAddress").asText())
                    .isEqualTo("example.org:6443");
        }

        @Test
        void groupsComeInTheSurfacesOrderWithoutTheCoreGroup() {
            var groups = json(get("/apis", Map.of())).path("groups").findValuesAsText("name");

            assertThat(groups)
                    .doesNotContain("")
                    .contains("rbac.authorization.k8s.io")
                    .endsWith("example.org");
        }

        @Test
        void stableVersionIsPreferred() {
            var group = json(get("/apis/example.org", Map.of()));

            assertThat(group.at("/preferredVersion/groupVersion").asText())
                    .isEqualTo("example.org/v1");
            assertThat(group.path("versions").findValuesAsText("version"))
                    .containsExactly("v1", "v1alpha1");
        }

        @Test
        void resourcesOfAVersion() {
            var list = json(get("/apis/example.org/v1", Map.of()));

            assertThat(list.path("resources").findValuesAsText("name"))
                    .containsExactly("widgets", "widgets/scale", "widgets/status");
            var widgets = list.path("resources").get(0);
            assertThat(widgets.path("shortNames")).hasToString("[\"wd\"]");
            assertThat(widgets.path("storageVersionHash").asText()).hasSize(12);
            var scale = list.path("resources").get(1);
            assertThat(scale.path("group").asText()).isEqualTo("autoscaling");
            assertThat(scale.path("kind").asText()).isEqualTo("Scale");
        }

        /// The values kube-apiserver shows for the same resources.
        @Test
        void storageVersionHashIsKubernetes() {
            var resources = json(get("/api/v1", Map.of())).path("resources");

            for (var each : resources) {
                if (each.path("name").asText().equals("configmaps")) {
                    assertThat(each.path("storageVersionHash").asText()).isEqualTo("qFsyl6wFWjQ=");
                }
            }
            assertThat(resources.findValuesAsText("name"))
                    .contains("namespaces", "namespaces/finalize", "namespaces/status");
        }

        @Test
        void whatIsNotServedIsNotFound() {
            assertThat(
                            endpoint.handle(
                                    request("/apis/nope", "", Map.of()),
                                    "/apis/nope",
                                    SURFACE,
                                    true))
                    .isEmpty();
            assertThat(
                            endpoint.handle(
                                    request("/apis/apps/v1", "", Map.of()),
                                    "/apis/apps/v1",
                                    SURFACE,
                                    true))
                    .isEmpty();
        }

        @Test
        void clientsThatCanReadNothingThereIsAreRefused() {
            assertThatThrownBy(() -> get("/apis", accept("application/cbor")))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(406));
        }
    }

    @Test
    void theRootListsPaths() {
        assertThat(json(get("/", Map.of())).path("paths"))
                .extracting(JsonNode::asText)
                .contains("/api/v1", "/apis/example.org", "/apis/example.org/v1", "/openapi/v2")
                .isSorted();
    }

    @Nested
    class Aggregated {

        @Test
        void isServedWhereverTheClientNamesIt() {
            var response =
                    get(
                            "/apis",
                            accept(
                                    "application/json,application/json;g=apidiscovery.k8s.io;"
                                            + "v=v2;as=APIGroupDiscoveryList"));

            assertThat(json(response).path("kind").asText()).isEqualTo("APIGroupDiscoveryList");
        }

        @Test
        void theBetaIsGone() {
            var beta = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

            assertThat(json(get("/apis", accept(beta + ",application/json"))).path("kind").asText())
                    .isEqualTo("APIGroupList");
            assertThatThrownBy(() -> get("/apis", accept(beta)))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(406));
        }

        @Test
        void everyGroupButCoreIsInOneDocument() {
            var response = get("/apis", accept(AGGREGATED));
            var items = json(response).path("items");

            assertThat(((ApiResponse.Body) response).contentType())
                    .isEqualTo(
                            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
            var widgets = items.get(items.size() - 1);
            assertThat(widgets.at("/metadata/name").asText()).isEqualTo("example.org");
            assertThat(widgets.at("/versions/0/freshness").asText()).isEqualTo("Current");
            assertThat(widgets.at("/versions/0/resources/0/responseKind/kind").asText())
                    .isEqualTo("Widget");
            assertThat(
                            widgets.at("/versions/0/resources/0/subresources")
                                    .findValuesAsText("subresource"))
                    .containsExactly("scale", "status");
        }

        @Test
        void coreGroupHasNoName() {
            var items = json(get("/api", accept(AGGREGATED))).path("items");

            assertThat(items).hasSize(1);
            assertThat(items.get(0).path("metadata").has("name")).isFalse();
        }

        @Test
        void knownDocumentIsNotSentAgain() {
            var etag =
                    requireNonNull(get("/apis", accept(AGGREGATED)).headers().get("ETag"))
                            .getFirst();
            var again =
                    get(
                            "/apis",
                            Map.of("accept", List.of(AGGREGATED), "if-none-match", List.of(etag)));

            assertThat(again.code()).isEqualTo(304);
        }

        @Test
        void viewsAnswerTheClassicWay() {
            var response =
                    endpoint.handle(
                                    request("/apis", "", accept(AGGREGATED)),
                                    "/apis",
                                    SURFACE,
                                    false)
                            .orElseThrow();

            assertThat(json(response).path("kind").asText()).isEqualTo("APIGroupList");
        }
    }

    @Nested
    class OpenApi {

        @Test
        void indexNamesOneDocumentPerGroupVersion() {
            var paths = json(get("/openapi/v3", Map.of())).path("paths");

            assertThat(paths.at("/apis~1example.org~1v1/serverRelativeURL").asText())
                    .startsWith("/openapi/v3/apis/example.org/v1?hash=");
            assertThat(paths.has("api/v1")).isTrue();
        }

        @Test
        void documentUnderItsHashNeverChanges() {
            var hash = hash();

            var current = get("/openapi/v3/apis/example.org/v1", "hash=" + hash, Map.of());
            var stale = get("/openapi/v3/apis/example.org/v1", "hash=OLD", Map.of());

            assertThat(current.headers().get("Cache-Control")).containsExactly("public, immutable");
            assertThat(current.headers().get("ETag")).containsExactly('"' + hash + '"');
            assertThat(current.headers()).containsKey("Expires");
            assertThat(stale.code()).isEqualTo(301);
            assertThat(stale.headers().get("Location"))
                    .containsExactly("/openapi/v3/apis/example.org/v1?hash=" + hash);
        }

        /// What kubectl's QueryParamVerifierV3 looks for before it sends `dryRun` or
        /// `fieldValidation`.
        @Test
        void patchOperationsListTheParametersKubectlLooksFor() {
            var patch =
                    widgets()
                            .at(
                                    "/paths/~1apis~1example.org~1v1~1namespaces~1{namespace}~1widgets~1{name}/patch");

            assertThat(patch.path("x-kubernetes-group-version-kind"))
                    .hasToString(
                            "{\"group\":\"example.org\",\"kind\":\"Widget\",\"version\":\"v1\"}");
            assertThat(patch.path("parameters").findValuesAsText("name"))
                    .contains("dryRun", "fieldManager", "fieldValidation", "force");
        }

        /// `kubectl explain` finds the kind by the list path, then the schema that names the same
        /// kind.
        @Test
        void explainFindsKindAndSchema() {
            var document = widgets();
            var kind =
                    document.at(
                            "/paths/~1apis~1example.org~1v1~1widgets/get/x-kubernetes-group-version-kind");
            var schema = document.at("/components/schemas/org.example.v1.Widget");

            assertThat(schema.path("x-kubernetes-group-version-kind").get(0)).isEqualTo(kind);
            assertThat(schema.path("description").asText()).isEqualTo("A widget.");
            assertThat(
                            schema.at("/properties/spec/properties/parts/x-kubernetes-list-type")
                                    .asText())
                    .isEqualTo("map");
            assertThat(schema.at("/properties/metadata/allOf/0/$ref").asText())
                    .isEqualTo(
                            "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        }

        @Test
        void everyReferenceCanBeFollowed() {
            for (var version :
                    List.of("api/v1", "apis/example.org/v1", "apis/apiextensions.k8s.io/v1")) {
                var document = json(get("/openapi/v3/" + version, Map.of()));

                for (var reference : references(document)) {
                    assertThat(document.at(reference.substring(1)).isObject())
                            .as(reference)
                            .isTrue();
                }
            }
        }

        @Test
        void typesAreDescribedOnceAndReferredTo() {
            var document = json(get("/openapi/v3/apis/apiextensions.k8s.io/v1", Map.of()));
            var types = document.at("/components/schemas");
            var crd = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

            var kind = types.get(crd + "CustomResourceDefinition");
            assertThat(kind.at("/x-kubernetes-group-version-kind/0/kind").asText())
                    .isEqualTo("CustomResourceDefinition");
            assertThat(kind.at("/properties/spec/allOf/0/$ref").asText())
                    .endsWith(crd + "CustomResourceDefinitionSpec");
            assertThat(types.get(crd + "JSONSchemaProps").at("/properties/not/$ref").asText())
                    .endsWith(crd + "JSONSchemaProps");
            assertThat(document.at("/paths").toString())
                    .contains("#/components/schemas/" + crd + "CustomResourceDefinitionList");
        }

        /// Quantities and the like are texts to readers of Swagger, which has no choice of types.
        @Test
        void swaggerRefersToTypesAndHasNoDefaultsOfKubernetesOwn() {
            var definitions = json(get("/openapi/v2", Map.of())).path("definitions");

            var quota = definitions.at("/io.k8s.api.core.v1.ResourceQuotaSpec/properties/hard");
            assertThat(quota.at("/additionalProperties"))
                    .hasToString(
                            "{\"$ref\":\"#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity\"}");
            assertThat(definitions.at("/io.k8s.apimachinery.pkg.api.resource.Quantity/type"))
                    .hasToString("\"string\"");
            assertThat(definitions.at("/io.k8s.api.core.v1.Secret/properties/type").has("default"))
                    .isFalse();
            assertThat(
                            definitions
                                    .at("/io.k8s.api.core.v1.Secret/properties/metadata/$ref")
                                    .asText())
                    .isEqualTo("#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        }

        @Test
        void swaggerLeavesOutWhatItCannotSay() {
            var document = json(get("/openapi/v2", Map.of()));
            var spec = document.at("/definitions/org.example.v1.Widget/properties/spec/properties");

            assertThat(spec.at("/color/type").isMissingNode()).isTrue();
            assertThat(spec.at("/port/anyOf").isMissingNode()).isTrue();
            assertThat(spec.at("/size/type").asText()).isEqualTo("integer");
            for (var reference : references(document)) {
                assertThat(document.at(reference.substring(1)).isObject()).as(reference).isTrue();
            }
        }

        /// JSON schemas have a field of that name, which is an object here.
        private static List<String> references(JsonNode document) {
            return document.findValues("$ref").stream()
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .toList();
        }

        private JsonNode widgets() {
            return json(get("/openapi/v3/apis/example.org/v1", Map.of()));
        }

        private String hash() {
            var url =
                    json(get("/openapi/v3", Map.of()))
                            .at("/paths/apis~1example.org~1v1/serverRelativeURL")
                            .asText();
            return url.substring(url.indexOf('=') + 1);
        }
    }

    @Test
    void versionSaysWhichKubernetesIsSpoken() {
        var version = json(get("/version", Map.of()));

        assertThat(version.path("minor").asText()).isEqualTo("36");
        assertThat(version.path("gitVersion").asText()).startsWith("v1.36.0+hanse");
    }

    private ApiResponse get(String path, Map<String, List<String>> headers) {
        return get(path, "", headers);
    }

    private ApiResponse get(String path, String query, Map<String, List<String>> headers) {
        return endpoint.handle(request(path, query, headers), path, SURFACE, true).orElseThrow();
    }

    private static ApiRequest request(
            String path, String query, Map<String, List<String>> headers) {
        return new ApiRequest(
                "GET", path, Query.parse(query), headers, Bytes.EMPTY, List.of(), "127.0.0.1");
    }

    private static Map<String, List<String>> accept(String types) {
        return Map.of("accept", List.of(types));
    }

    private static JsonNode json(ApiResponse response) {
        return Json.parse(((ApiResponse.Body) response).parts().getFirst());
    }
}
