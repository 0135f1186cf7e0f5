package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MutatingPoliciesTest extends PolicyTest {

    @Test
    void applyConfigurations() {
        change(
                "label",
                """
                "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {
                  "expression": "Object{metadata: Object.metadata{labels: {'team': request.userInfo.username}}, data: {'from': object.metadata.name}}"}}]
                """);

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);

        assertThat(created.text("/metadata/labels/team")).isEqualTo("alice");
        assertThat(created.text("/data/from")).isEqualTo("a");
        assertThat(created.text("/data/x")).isEqualTo("1");
    }

    @Test
    void patchWithJsonPatch() {
        change(
                "patch",
                """
                "matchConditions": [{"name": "unmarked", "expression": "!has(object.data.marked)"}],
                "mutations": [
                  {"patchType": "JSONPatch", "jsonPatch": {
                    "expression": "[JSONPatch{op: 'add', path: '/metadata/annotations/' + jsonpatch.escapeKey('example.com/size'), value: string(object.data.size())}]"}},
                  {"patchType": "JSONPatch", "jsonPatch": {
                    "expression": "[JSONPatch{op: 'add', path: '/data/size', value: object.metadata.annotations['example.com/size']}]"}}]
                """);

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);
        var marked = api.post(CONFIGMAPS, configMap("b", "{\"marked\": \"1\"}")).expect(201);

        assertThat(created.at("/metadata/annotations").path("example.com/size").asText())
                .isEqualTo("1");
        assertThat(created.text("/data/size")).isEqualTo("1");
        assertThat(marked.at("/data")).hasSize(1);
    }

    @Test
    void whatTheyMakeIsJudgedByValidatingPolicies() {
        change(
                "grow",
                """
                "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {
                  "expression": "Object{data: {'grown': 'yes'}}"}}]
                """);
        guard(
                "empty",
                "\"validations\": [{\"expression\": \"object.data.size() == 1\"}]",
                "\"validationActions\": [\"Deny\"]");

        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        api.post(CONFIGMAPS, configMap("b", "{\"x\": \"1\"}")).expect(422);
    }

    @Test
    void aPatchThatDoesNotFitIsAFailure() {
        change(
                "unfit",
                """
                "mutations": [{"patchType": "JSONPatch", "jsonPatch": {
                  "expression": "[JSONPatch{op: 'remove', path: '/data/nothing'}]"}}]
                """);

        var refused = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(403);

        assertThat(refused.text("/message"))
                .contains("policy 'unfit' with binding 'unfit-binding' denied request: ");
    }

    @Test
    void objectsAreNamedAfterTheirFields() {
        var refused =
                api.post(
                                MUTATING,
                                policy(
                                        "wrong",
                                        """
                                        "reinvocationPolicy": "Never",
                                        "mutations": [{"patchType": "ApplyConfiguration",
                                          "applyConfiguration": {"expression":
                                            "Object{metadata: Object.spec{labels: {}}}"}}]
                                        """))
                        .expect(422);

        assertThat(refused.text("/message"))
                .contains(
                        "unexpected type name \"Object.spec\", expected \"Object.metadata\", which"
                                + " matches field name path from root Object type");
    }

    @ParameterizedTest
    @CsvSource({"IfNeeded, yes", "Never, ''"})
    void areAskedAgainOnlyIfTheyWantTo(String reinvocation, String seen) {
        change(
                "a-watches",
                reinvocation,
                """
                "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {
                  "expression": "has(object.data.late) ? Object{data: {'seen': 'yes'}} : Object{data: {'first': 'yes'}}"}}]
                """);
        change(
                "b-comes-late",
                """
                "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {
                  "expression": "Object{data: {'late': 'yes'}}"}}]
                """);

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"\"}")).expect(201);

        assertThat(created.text("/data/late")).isEqualTo("yes");
        assertThat(created.text("/data/seen")).isEqualTo(seen);
    }

    @Test
    void areNotAskedAThirdTime() {
        change(
                "a-grows",
                "IfNeeded",
                """
                "mutations": [{"patchType": "JSONPatch", "jsonPatch": {
                  "expression": "[JSONPatch{op: 'add', path: '/data/a' + string(object.data.size()), value: ''}]"}}]
                """);
        change(
                "b-grows",
                "IfNeeded",
                """
                "mutations": [{"patchType": "JSONPatch", "jsonPatch": {
                  "expression": "[JSONPatch{op: 'add', path: '/data/b' + string(object.data.size()), value: ''}]"}}]
                """);

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"\"}")).expect(201);

        assertThat(created.at("/data"))
                .isEqualTo(
                        Answer.parse(
                                "{\"x\": \"\", \"a1\": \"\", \"b2\": \"\", \"a3\": \"\", \"b4\":"
                                        + " \"\"}"));
    }
}
