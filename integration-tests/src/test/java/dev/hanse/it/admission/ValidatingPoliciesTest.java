package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatingPoliciesTest extends PolicyTest {

    private static final String DENY = "\"validationActions\": [\"Deny\"]";

    @Test
    void refusalsNameThePolicyTheBindingAndTheRule() {
        guard("small", "\"validations\": [{\"expression\": \"object.data.size() <= 1\"}]", DENY);

        api.post(CONFIGMAPS, configMap("fine", "{\"a\": \"1\"}")).expect(201);
        var refused = api.post(CONFIGMAPS, configMap("big", "{\"a\": \"1\", \"b\": \"2\"}"));

        refused.expect(422);
        assertThat(refused.text("/message"))
                .isEqualTo(
                        "configmaps \"big\" is forbidden: ValidatingAdmissionPolicy 'small' with"
                                + " binding 'small-binding' denied request: failed expression:"
                                + " object.data.size() <= 1");
        assertThat(refused.text("/reason")).isEqualTo("Invalid");
        assertThat(refused.text("/details/causes/0/message"))
                .startsWith("ValidatingAdmissionPolicy 'small' with binding 'small-binding'");
    }

    @ParameterizedTest
    @CsvSource({
        "Forbidden, 403",
        "Unauthorized, 401",
        "RequestEntityTooLarge, 413",
        "Invalid, 422"
    })
    void theReasonMakesTheStatusCode(String reason, int code) {
        guard(
                "never",
                """
                "validations": [{"expression": "false", "message": "no", "reason": "%s",
                                 "messageExpression": "'not ' + object.metadata.name"}]
                """
                        .formatted(reason),
                DENY);

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(code);

        assertThat(refused.text("/reason")).isEqualTo(reason);
        assertThat(refused.text("/message")).endsWith("denied request: not a");
    }

    @Test
    void aPolicyThatNobodyHasBoundDoesNothing() {
        api.post(VALIDATING, policy("idle", "\"validations\": [{\"expression\": \"false\"}]"))
                .expect(201);

        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
    }

    @Test
    void warningsDoNotRefuse() {
        guard(
                "advice",
                "\"validations\": [{\"expression\": \"false\", \"message\": \"think\"}]",
                "\"validationActions\": [\"Warn\", \"Audit\"]");

        var created = api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);

        assertThat(created.header("Warning"))
                .isEqualTo(
                        "299 - \"Validation failed for ValidatingAdmissionPolicy 'advice' with"
                                + " binding 'advice-binding': think\"");
    }

    @Test
    void variablesConditionsAndTheRequestAreSeen() {
        guard(
                "quota",
                """
                "matchConditions": [
                  {"name": "not-alices", "expression": "request.userInfo.username == 'alice'"},
                  {"name": "new", "expression": "oldObject == null"}],
                "variables": [
                  {"name": "count", "expression": "object.data.size()"},
                  {"name": "most", "expression": "namespaceObject.metadata.name == 'default' ? 1 : 9"}],
                "validations": [{"expression": "variables.count <= variables.most",
                  "messageExpression": "'at most ' + string(variables.most)"}]
                """,
                DENY);

        var refused =
                api.post(CONFIGMAPS, configMap("big", "{\"a\": \"1\", \"b\": \"2\"}")).expect(422);
        api.post(CONFIGMAPS, configMap("fine", "{\"a\": \"1\"}")).expect(201);
        api.mergePatch(CONFIGMAPS + "/fine", "{\"data\": {\"b\": \"2\"}}").expect(200);

        assertThat(refused.text("/message")).endsWith("denied request: at most 1");
    }

    @Test
    void theAuthorizerTellsWhatTheUserMayDo() {
        guard(
                "authorized",
                """
                "validations": [
                  {"expression": "authorizer.group('').resource('configmaps').namespace('default').check('create').allowed()"},
                  {"expression": "authorizer.requestResource.check('delete').allowed()"},
                  {"expression": "!authorizer.serviceAccount('default', 'nobody').group('').resource('secrets').namespace('default').check('get').allowed()"},
                  {"expression": "has(object.data.open) || authorizer.path('/nowhere').check('put').allowed() == has(object.data.a)"}]
                """,
                DENY);

        api.post(CONFIGMAPS, configMap("a", "{\"open\": \"1\"}")).expect(201);
    }

    @Test
    void parametersComeByNameOrBySelector() {
        api.post(CONFIGMAPS, configMap("limits", "{\"most\": \"1\"}")).expect(201);
        guard(
                "limited",
                """
                "paramKind": {"apiVersion": "v1", "kind": "ConfigMap"},
                "validations": [{"expression": "object.data.size() <= int(params.data.most)",
                  "messageExpression": "'at most ' + params.data.most"}]
                """,
                DENY
                        + ", \"paramRef\": {\"name\": \"limits\", \"namespace\": \"default\","
                        + " \"parameterNotFoundAction\": \"Deny\"}");

        var refused =
                api.post(CONFIGMAPS, configMap("a", "{\"a\": \"1\", \"b\": \"2\"}")).expect(422);
        assertThat(refused.text("/message")).endsWith("denied request: at most 1");
        api.mergePatch(CONFIGMAPS + "/limits", "{\"data\": {\"most\": \"2\"}}").expect(200);
        api.post(CONFIGMAPS, configMap("a", "{\"a\": \"1\", \"b\": \"2\"}")).expect(201);

        api.mergePatch(
                        VALIDATING.replace("policies", "policybindings") + "/limited-binding",
                        "{\"spec\": {\"paramRef\": {\"name\": \"gone\"}}}")
                .expect(200);
        assertThat(api.post(CONFIGMAPS, configMap("b", "{}")).expect(422).text("/message"))
                .endsWith(
                        "denied request: failed to configure binding: no params found for policy"
                                + " binding with `Deny` parameterNotFoundAction");
        api.mergePatch(
                        VALIDATING.replace("policies", "policybindings") + "/limited-binding",
                        "{\"spec\": {\"paramRef\": {\"name\": null, \"selector\": {\"matchLabels\":"
                                + " {\"no\": \"one\"}}, \"parameterNotFoundAction\": \"Allow\"}}}")
                .expect(200);
        api.post(CONFIGMAPS, configMap("b", "{}")).expect(201);
    }

    @Test
    void failuresRefuseUnlessThePolicyIgnoresThem() {
        guard("strict", "\"validations\": [{\"expression\": \"object.spec.a == 1\"}]", DENY);
        guard(
                "lenient",
                "\"failurePolicy\": \"Ignore\","
                        + " \"validations\": [{\"expression\": \"object.spec.b == 1\"}]",
                DENY);

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(422);
        api.delete(VALIDATING + "/strict").expect(200);
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);

        assertThat(refused.text("/message"))
                .endsWith(
                        "denied request: expression 'object.spec.a == 1' resulted in error: no such"
                                + " key: spec");
    }

    @Test
    void hostilePoliciesAreStopped() {
        guard(
                "hostile",
                """
                "validations": [{"expression": "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, a + b + c + d + e + f > 0))))))"}]
                """,
                DENY);

        assertThat(api.post(CONFIGMAPS, configMap("a", "{}")).expect(422).text("/message"))
                .endsWith("resulted in error: operation cancelled: actual cost limit exceeded");
    }

    @Test
    void aPolicyThatDoesNotCompileIsNotAccepted() {
        var refused =
                api.post(
                                VALIDATING,
                                policy(
                                        "wrong",
                                        """
                                        "variables": [{"name": "x", "expression": "1"}],
                                        "validations": [
                                          {"expression": "variables.y == 1"},
                                          {"expression": "1 + 1"},
                                          {"expression": "request.user == ''"}]
                                        """))
                        .expect(422);

        assertThat(refused.text("/message"))
                .contains("spec.validations[0].expression", "undefined field 'y'")
                .contains("spec.validations[1].expression: Invalid value: \"1 + 1\": must evaluate")
                .contains("undefined field 'user'");
    }
}
