package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.TestingWebhook;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which writes a webhook is asked about.
class WebhookMatchingTest extends WebhookTest {

    private static final String SHIPS = "/apis/sea.example.com/%s/namespaces/default/ships";
    private TestingWebhook webhook;

    @BeforeEach
    void startWebhook() {
        webhook = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));
    }

    private List<String> namesAsked() {
        return webhook.requests().stream().map(each -> each.path("name").asText()).toList();
    }

    @Test
    void selectsObjectsByTheirLabelsBeforeOrAfter() {
        configure(
                VALIDATING,
                "selects",
                webhook,
                "\"objectSelector\": {\"matchLabels\": {\"guard\": \"yes\"}}");

        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        api.mergePatch(CONFIGMAPS + "/a", "{\"metadata\": {\"labels\": {\"guard\": \"yes\"}}}")
                .expect(200);
        api.mergePatch(CONFIGMAPS + "/a", "{\"metadata\": {\"labels\": {\"guard\": \"no\"}}}")
                .expect(200);
        api.mergePatch(CONFIGMAPS + "/a", "{\"data\": {\"x\": \"1\"}}").expect(200);

        assertThat(webhook.requests()).hasSize(2);
    }

    @Test
    void selectsNamespacesAndWhatIsInThem() {
        configure(
                VALIDATING,
                "selects",
                webhook,
                """
                "namespaceSelector": {"matchLabels": {"guard": "yes"}},
                "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"],
                           "resources": ["configmaps", "namespaces"]}]
                """);

        api.post(
                        "/api/v1/namespaces",
                        "{\"metadata\": {\"name\": \"g\", \"labels\": {\"guard\": \"yes\"}}}")
                .expect(201);
        api.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"h\"}}").expect(201);
        api.post("/api/v1/namespaces/g/configmaps", configMap("in-g", "{}")).expect(201);
        api.post("/api/v1/namespaces/h/configmaps", configMap("in-h", "{}")).expect(201);
        api.post("/api/v1/namespaces/none/configmaps", configMap("in-none", "{}")).expect(404);

        assertThat(namesAsked()).contains("g", "in-g").doesNotContain("h", "in-h", "in-none");
        assertThat(webhook.requests().getFirst().path("namespace").asText()).isEqualTo("g");
    }

    @Test
    void goesByScope() {
        configure(
                VALIDATING,
                "cluster-only",
                webhook,
                """
                "rules": [{"operations": ["CREATE"], "apiGroups": ["*"], "apiVersions": ["*"],
                           "resources": ["*"], "scope": "Cluster"}]
                """);

        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        api.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"n\"}}").expect(201);

        assertThat(namesAsked()).containsExactly("n");
    }

    @Test
    void asksConditionsInCel() {
        configure(
                VALIDATING,
                "conditions",
                webhook,
                """
                "matchConditions": [
                 {"name": "not-system", "expression":
                  "!request.userInfo.groups.exists(g, g.startsWith('system:nodes'))"},
                 {"name": "big", "expression": "object != null && object.data.size.size() > 3"}]
                """);

        api.post(CONFIGMAPS, configMap("small", "{\"size\": \"1\"}")).expect(201);
        api.post(CONFIGMAPS, configMap("large", "{\"size\": \"10000\"}")).expect(201);
        assertThat(namesAsked()).containsExactly("large");

        var refused = api.post(CONFIGMAPS, configMap("unsized", "{}")).expect(403);
        assertThat(refused.text("/message"))
                .startsWith("configmaps \"unsized\" is forbidden: ")
                .contains("conditions.example.com")
                .contains("resulted in error: no such key: ");
    }

    @Test
    void leavesOutWhatConditionsCannotDecideIfItMay() {
        configure(
                VALIDATING,
                "lenient",
                webhook,
                """
                "failurePolicy": "Ignore",
                "matchConditions": [{"name": "big", "expression": "object.data.size.size() > 3"}]
                """);

        api.post(CONFIGMAPS, configMap("unsized", "{}")).expect(201);

        assertThat(webhook.requests()).isEmpty();
    }

    @Test
    void asksTheAuthorizerInConditions() {
        configure(
                VALIDATING,
                "privileged",
                webhook,
                """
                "matchConditions": [
                 {"name": "user", "expression":
                  "authorizer.requestResource.check('update').allowed()"},
                 {"name": "account", "expression":
                  "object == null || authorizer.serviceAccount('default', object.metadata.name).group('').resource('configmaps').namespace('default').check('list').allowed()"}]
                """);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
                        """
                        {"metadata": {"name": "viewer"}, "rules": [
                         {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]}]}
                        """)
                .expect(201);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
                        """
                        {"metadata": {"name": "viewer"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                                     "kind": "Role", "name": "viewer"},
                         "subjects": [{"kind": "ServiceAccount", "name": "viewer",
                                       "namespace": "default"}]}
                        """)
                .expect(201);

        api.post(CONFIGMAPS, configMap("nobody", "{}")).expect(201);
        api.post(CONFIGMAPS, configMap("viewer", "{}")).expect(201);

        assertThat(namesAsked()).containsExactly("viewer");
    }

    @Test
    void conditionsOfOneWebhookShareTheirBudget() {
        var expensive =
                "{\"name\": \"c%d\", \"expression\": \"object.data.all(a, object.data.all(b, a !="
                        + " '' && b != ''))\"}";
        configure(
                VALIDATING,
                "expensive",
                webhook,
                "\"matchConditions\": ["
                        + String.join(
                                ",",
                                expensive.formatted(1),
                                expensive.formatted(2),
                                expensive.formatted(3),
                                expensive.formatted(4))
                        + "]");

        // One costs less than a million, which is what one expression may cost.
        api.post(CONFIGMAPS, configMap("little", entries(300))).expect(201);
        assertThat(namesAsked()).containsExactly("little");

        var refused = api.post(CONFIGMAPS, configMap("much", entries(400))).expect(403);
        assertThat(refused.text("/message"))
                .contains(
                        "validation failed due to running out of cost budget, no further validation"
                                + " rules will be run");
    }

    private static String entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\": \"\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void matchesOtherVersionsWhenTheyAreEquivalent() {
        defineShips();
        configure(VALIDATING, "equivalent", webhook, rules("v1", "Equivalent", "ships"));

        api.post(SHIPS.formatted("v2"), ship("v2")).expect(201);

        var asked = webhook.requests().getFirst();
        assertThat(asked.at("/kind/version").asText()).isEqualTo("v1");
        assertThat(asked.at("/resource/version").asText()).isEqualTo("v1");
        assertThat(asked.at("/requestKind/version").asText()).isEqualTo("v2");
        assertThat(asked.at("/object/apiVersion").asText()).isEqualTo("sea.example.com/v1");
        assertThat(versions(asked)).isEqualTo("v1 v2");
    }

    private static String versions(JsonNode request) {
        return request.at("/resource/version").asText()
                + " "
                + request.at("/requestResource/version").asText();
    }

    @Test
    void matchesOneVersionWhenItMustBeExact() {
        defineShips();
        configure(VALIDATING, "exact", webhook, rules("v1", "Exact", "ships"));

        api.post(SHIPS.formatted("v2"), ship("v2")).expect(201);

        assertThat(webhook.requests()).isEmpty();
    }

    @Test
    void tellsSubresourcesApart() {
        defineShips();
        configure(VALIDATING, "status", webhook, rules("v1", "Exact", "*/status"));

        var created = api.post(SHIPS.formatted("v1"), ship("v1")).expect(201);
        var changed = created.object();
        changed.putObject("status").put("at", "sea");
        api.put(SHIPS.formatted("v1") + "/kogge/status", changed).expect(200);

        assertThat(webhook.requests()).hasSize(1);
        assertThat(webhook.requests().getFirst().path("subResource").asText()).isEqualTo("status");
        assertThat(webhook.requests().getFirst().at("/object/status/at").asText()).isEqualTo("sea");
    }

    private static String rules(String version, String policy, String resource) {
        return """
        "matchPolicy": "%s",
        "rules": [{"operations": ["*"], "apiGroups": ["sea.example.com"],
                   "apiVersions": ["%s"], "resources": ["%s"]}]
        """
                .formatted(policy, version, resource);
    }

    private static String ship(String version) {
        return """
        {"apiVersion": "sea.example.com/%s", "kind": "Ship", "metadata": {"name": "kogge"}}
        """
                .formatted(version);
    }

    private void defineShips() {
        var version =
                """
                {"name": "%s", "served": true, "storage": %s, "subresources": {"status": {}},
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                  "status": {"type": "object", "properties": {"at": {"type": "string"}}}}}}}
                """;
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"apiVersion": "apiextensions.k8s.io/v1",
                         "kind": "CustomResourceDefinition",
                         "metadata": {"name": "ships.sea.example.com"},
                         "spec": {"group": "sea.example.com", "scope": "Namespaced",
                          "names": {"plural": "ships", "kind": "Ship"},
                          "versions": [%s, %s]}}
                        """
                                .formatted(
                                        version.formatted("v1", "true"),
                                        version.formatted("v2", "false")))
                .expect(201);
    }
}
