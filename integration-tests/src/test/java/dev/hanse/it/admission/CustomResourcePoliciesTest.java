package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Policies whose objects or parameters are custom resources, and policies that cost too much.
class CustomResourcePoliciesTest extends PolicyTest {

    private static final String DENY = "\"validationActions\": [\"Deny\"]";
    private static final String SHIPS = "/apis/sea.example.com/%s/namespaces/default/ships";

    @BeforeEach
    void defineShips() {
        var version =
                """
                {"name": "%s", "served": true, "storage": %s,
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                  "spec": {"type": "object", "properties": {"crew": {"type": "integer"}}}}}}}
                """;
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"metadata": {"name": "ships.sea.example.com"},
                         "spec": {"group": "sea.example.com", "scope": "Namespaced",
                          "names": {"plural": "ships", "kind": "Ship"},
                          "versions": [%s, %s]}}
                        """
                                .formatted(
                                        version.formatted("v1", "true"),
                                        version.formatted("v2", "false")))
                .expect(201);
    }

    private static String ship(String version, String name, int crew) {
        return """
        {"apiVersion": "sea.example.com/%s", "kind": "Ship", "metadata": {"name": "%s"},
         "spec": {"crew": %d}}
        """
                .formatted(version, name, crew);
    }

    /// Guards ships of `v1`.
    private void guardShips(String matchPolicy, String validations) {
        api.post(
                        VALIDATING,
                        """
                        {"metadata": {"name": "ships"}, "spec": {
                          "matchConstraints": {"matchPolicy": "%s", "resourceRules": [{
                            "operations": ["CREATE", "UPDATE"], "apiGroups": ["sea.example.com"],
                            "apiVersions": ["v1"], "resources": ["ships"]}]},
                          "validations": [%s]}}
                        """
                                .formatted(matchPolicy, validations))
                .expect(201);
        api.post(VALIDATING.replace("policies", "policybindings"), binding("ships", DENY))
                .expect(201);
    }

    @Test
    void everyVersionOfAnObjectIsJudgedAtTheVersionOfTheRule() {
        guardShips(
                "Equivalent",
                """
                {"expression": "object.apiVersion == 'sea.example.com/v1'"},
                {"expression": "request.kind.version == 'v1'"},
                {"expression": "oldObject == null || oldObject.apiVersion == 'sea.example.com/v1'"},
                {"expression": "object.spec.crew <= 10",
                 "messageExpression": "request.requestKind.version + ' has ' + string(object.spec.crew)"}
                """);

        api.post(SHIPS.formatted("v1"), ship("v1", "a", 10)).expect(201);
        api.post(SHIPS.formatted("v2"), ship("v2", "b", 10)).expect(201);
        api.mergePatch(SHIPS.formatted("v2") + "/a", "{\"spec\": {\"crew\": 9}}").expect(200);

        assertThat(
                        api.post(SHIPS.formatted("v1"), ship("v1", "c", 11))
                                .expect(422)
                                .text("/message"))
                .endsWith("denied request: v1 has 11");
        assertThat(
                        api.post(SHIPS.formatted("v2"), ship("v2", "c", 12))
                                .expect(422)
                                .text("/message"))
                .endsWith("denied request: v2 has 12");
    }

    @Test
    void aRuleForOneVersionExactlyIsForNoOther() {
        guardShips("Exact", "{\"expression\": \"false\"}");

        api.post(SHIPS.formatted("v1"), ship("v1", "a", 1)).expect(422);
        api.post(SHIPS.formatted("v2"), ship("v2", "a", 1)).expect(201);
    }

    @Test
    void parametersAreReadAtTheVersionThatThePolicyNames() {
        api.post(SHIPS.formatted("v1"), ship("v1", "flagship", 2)).expect(201);
        guard(
                "crewed",
                """
                "paramKind": {"apiVersion": "sea.example.com/v2", "kind": "Ship"},
                "validations": [
                  {"expression": "params.apiVersion == 'sea.example.com/v2'"},
                  {"expression": "object.data.size() <= params.spec.crew",
                   "messageExpression": "'crew of ' + string(params.spec.crew)"}]
                """,
                DENY
                        + ", \"paramRef\": {\"name\": \"flagship\", \"namespace\": \"default\","
                        + " \"parameterNotFoundAction\": \"Deny\"}");

        api.post(CONFIGMAPS, configMap("a", "{\"a\": \"\", \"b\": \"\"}")).expect(201);
        var refused =
                api.post(CONFIGMAPS, configMap("b", "{\"a\": \"\", \"b\": \"\", \"c\": \"\"}"));
        assertThat(refused.expect(422).text("/message")).endsWith("denied request: crew of 2");

        api.mergePatch(SHIPS.formatted("v1") + "/flagship", "{\"spec\": {\"crew\": 3}}")
                .expect(200);
        api.post(CONFIGMAPS, configMap("b", "{\"a\": \"\", \"b\": \"\", \"c\": \"\"}")).expect(201);
    }

    @Test
    void theValidationsOfAPolicyShareTheirBudget() {
        var loop = "lists.range(16).all(%s, ";
        var expensive =
                loop.formatted("a")
                        + loop.formatted("b")
                        + loop.formatted("c")
                        + loop.formatted("d")
                        + "a + b + c + d >= 0))))";
        var validation = "{\"expression\": \"" + expensive + "\"}";
        guard("one", "\"validations\": [" + validation + "]", DENY);
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        guard(
                "many",
                "\"validations\": [" + String.join(",", Collections.nCopies(13, validation)) + "]",
                DENY);

        assertThat(api.post(CONFIGMAPS, configMap("b", "{}")).expect(422).text("/message"))
                .contains("'many'")
                .endsWith(
                        "denied request: validation failed due to running out of cost budget, no"
                                + " further validation rules will be run");
    }
}
