package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What OpenAPI says of custom resources: clients explain and validate with it.
class PublishedSchemasTest extends ControlPlaneTest {

    private Api api;

    @BeforeAll
    void define() {
        api = plane.workspaceOf("alice", "schemas").api();
        define(
                "plain",
                "{\"type\": \"object\", \"properties\": {\"spec\": {\"type\": \"object\"}}}");
        define(
                "open",
                """
                {"type": "object", "description": "says little",
                 "x-kubernetes-preserve-unknown-fields": true,
                 "properties": {"known": {"type": "string"}}}
                """);
    }

    private void define(String name, String schema) {
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"metadata": {"name": "%1$ss.schemas.example"},
                         "spec": {"group": "schemas.example", "scope": "Cluster",
                          "names": {"plural": "%1$ss", "kind": "%1$s"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                           "schema": {"openAPIV3Schema": %2$s}}]}}
                        """
                                .formatted(name, schema))
                .expect(201);
    }

    @Test
    void fieldsOfEveryObjectMeanWhatKubernetesSaysTheyMean() {
        var properties =
                api.get("/openapi/v3/apis/schemas.example/v1")
                        .expect(200)
                        .at("/components/schemas/example.schemas.v1.plain/properties");

        // kubectl explain shows these, and Kubernetes' conformance tests look for the words.
        assertThat(properties.at("/apiVersion/description").asText())
                .contains("APIVersion defines");
        assertThat(properties.at("/metadata/description").asText())
                .contains("Standard object's metadata");
    }

    @Test
    void version2SaysNothingOfKindsThatPreserveEverything() {
        var definitions = api.get("/openapi/v2").expect(200).at("/definitions");

        assertThat(definitions.path("example.schemas.v1.open"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"type": "object", "x-kubernetes-group-version-kind": [
                                  {"group": "schemas.example", "kind": "open", "version": "v1"}]}
                                """));
        assertThat(definitions.path("example.schemas.v1.plain").path("properties").has("metadata"))
                .isTrue();
        assertThat(
                        api.get("/openapi/v3/apis/schemas.example/v1")
                                .at("/components/schemas/example.schemas.v1.open/properties")
                                .has("known"))
                .isTrue();
    }
}
