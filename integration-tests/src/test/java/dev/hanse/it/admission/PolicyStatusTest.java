package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class PolicyStatusTest extends PolicyTest {

    private static final String POLICY = VALIDATING + "/checked";

    /// The status as soon as somebody has looked at the generation.
    private JsonNode status(long generation) {
        return await().until(
                        () -> api.get(POLICY).at("/status"),
                        each -> each.path("observedGeneration").asLong() == generation);
    }

    @Test
    void whatDoesNotFitTheTypesIsTold() {
        api.post(
                        VALIDATING,
                        policy(
                                "checked",
                                """
                                "variables": [{"name": "keys", "expression": "object.data"}],
                                "validations": [
                                  {"expression": "object.data.size() > 1"},
                                  {"expression": "object.spec.replicas > 1"},
                                  {"expression": "variables.keys.all(k, k > 1)",
                                   "messageExpression": "object.metadata.nam"},
                                  {"expression": "authorizer.requestResource.check('x').allowed()"},
                                  {"expression": "object.metadata.creationTimestamp > timestamp('2020-01-01T00:00:00Z')"}]
                                """))
                .expect(201);

        var warnings = status(1).at("/typeChecking/expressionWarnings");

        assertThat(warnings).hasSize(3);
        assertThat(warnings.at("/0/fieldRef").asText()).isEqualTo("spec.validations[1].expression");
        assertThat(warnings.at("/0/warning").asText())
                .isEqualTo(
                        """
                        /v1, Kind=ConfigMap: ERROR: <input>:1:7: undefined field 'spec'
                         | object.spec.replicas > 1
                         | ......^
                        """);
        assertThat(warnings.at("/1/fieldRef").asText()).isEqualTo("spec.validations[2].expression");
        assertThat(warnings.at("/1/warning").asText())
                .contains("found no matching overload for '_>_' applied to '(string, int)'");
        assertThat(warnings.at("/2/fieldRef").asText())
                .isEqualTo("spec.validations[2].messageExpression");
        assertThat(warnings.at("/2/warning").asText()).contains("undefined field 'nam'");
    }

    @Test
    void aChangedPolicyIsLookedAtAgain() {
        api.post(
                        VALIDATING,
                        policy("checked", "\"validations\": [{\"expression\": \"object.no\"}]"))
                .expect(201);
        assertThat(status(1).at("/typeChecking/expressionWarnings")).hasSize(1);

        api.mergePatch(
                        POLICY,
                        "{\"spec\": {\"validations\": [{\"expression\": \"has(object.data)\"}]}}")
                .expect(200);

        assertThat(status(2).path("typeChecking")).isEmpty();
    }

    @Test
    void customResourcesAndParametersHaveTypesToo() {
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"metadata": {"name": "limits.sea.example.com"}, "spec": {
                          "group": "sea.example.com", "scope": "Cluster",
                          "names": {"plural": "limits", "kind": "Limit"},
                          "versions": [{"name": "v1", "served": true, "storage": true,
                            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                              "most": {"type": "integer"}}}}}]}}
                        """)
                .expect(201);
        api.post(
                        VALIDATING,
                        """
                        {"metadata": {"name": "checked"}, "spec": {
                          "matchConstraints": {"resourceRules": [{
                            "operations": ["*"], "apiGroups": ["", "sea.example.com"],
                            "apiVersions": ["v1"],
                            "resources": ["configmaps", "limits", "limits/status"]}]},
                          "paramKind": {"apiVersion": "sea.example.com/v1", "kind": "Limit"},
                          "validations": [
                            {"expression": "object.most < params.most"},
                            {"expression": "object.metadata.labels.all(k, k != params.least)"}]}}
                        """)
                .expect(201);

        var warnings = status(1).at("/typeChecking/expressionWarnings");

        assertThat(warnings).hasSize(2);
        assertThat(warnings.at("/0/warning").asText())
                .startsWith("/v1, Kind=ConfigMap: ERROR: <input>:1:7: undefined field 'most'")
                .doesNotContain("Limit");
        assertThat(warnings.at("/1/warning").asText())
                .contains("\n\nsea.example.com/v1, Kind=Limit: ERROR: ")
                .contains("undefined field 'least'");
    }

    @Test
    void nobodyGuessesWhatWildcardsMean() {
        api.post(
                        VALIDATING,
                        policy("checked", "\"validations\": [{\"expression\": \"object.no\"}]")
                                .replace("\"configmaps\"", "\"*\""))
                .expect(201);

        assertThat(status(1).path("typeChecking")).isEmpty();
    }
}
