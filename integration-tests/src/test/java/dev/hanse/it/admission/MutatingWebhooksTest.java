package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Answer;
import dev.hanse.it.TestingWebhook;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Webhooks that change what is written.
class MutatingWebhooksTest extends WebhookTest {

    private static final String LABEL =
            """
            [{"op": "add", "path": "/metadata/labels", "value": {"team": "blue"}}]
            """;

    @Test
    void changeWhatIsStored() {
        var webhook = closedAfter(TestingWebhook.patching(LABEL));
        configure(MUTATING, "labels", webhook, "");

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);

        assertThat(created.at("/metadata/labels/team").asText()).isEqualTo("blue");
        assertThat(api.get(CONFIGMAPS + "/a").text("/metadata/labels/team")).isEqualTo("blue");
        assertThat(created.text("/data/x")).isEqualTo("1");
    }

    @Test
    void areToldEverythingAboutTheRequest() {
        var webhook = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));
        configure(MUTATING, "witness", webhook, "\"timeoutSeconds\": 7");

        api.post(CONFIGMAPS + "?fieldManager=me", configMap("a", "{\"x\": \"1\"}")).expect(201);
        api.mergePatch(CONFIGMAPS + "/a", "{\"data\": {\"x\": \"2\"}}").expect(200);
        api.delete(CONFIGMAPS + "/a").expect(200);

        assertThat(webhook.queries()).containsOnly("timeout=7s");
        var create = webhook.requests().get(0);
        assertThat(webhook.reviews().getFirst().path("apiVersion").asText())
                .isEqualTo("admission.k8s.io/v1");
        assertThat(create.path("kind"))
                .isEqualTo(
                        Answer.parse(
                                "{\"group\": \"\", \"version\": \"v1\", \"kind\": \"ConfigMap\"}"));
        assertThat(create.path("requestResource"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"group": "", "version": "v1", "resource": "configmaps"}
                                """));
        assertThat(create.path("operation").asText()).isEqualTo("CREATE");
        assertThat(create.path("name").asText()).isEqualTo("a");
        assertThat(create.path("namespace").asText()).isEqualTo("default");
        assertThat(create.at("/userInfo/username").asText()).isEqualTo("alice");
        assertThat(create.at("/object/data/x").asText()).isEqualTo("1");
        assertThat(create.at("/object/metadata/annotations").path("kcp.io/cluster").asText())
                .isEqualTo(workspace.cluster());
        assertThat(create.path("oldObject").isNull()).isTrue();
        assertThat(create.path("dryRun").asBoolean()).isFalse();
        assertThat(create.at("/options/kind").asText()).isEqualTo("CreateOptions");
        assertThat(create.at("/options/fieldManager").asText()).isEqualTo("me");
        var update = webhook.requests().get(1);
        assertThat(update.path("operation").asText()).isEqualTo("UPDATE");
        assertThat(update.at("/oldObject/data/x").asText()).isEqualTo("1");
        assertThat(update.at("/object/data/x").asText()).isEqualTo("2");
        assertThat(update.at("/options/kind").asText()).isEqualTo("UpdateOptions");
        var delete = webhook.requests().get(2);
        assertThat(delete.path("operation").asText()).isEqualTo("DELETE");
        assertThat(delete.path("object").isNull()).isTrue();
        assertThat(delete.at("/oldObject/data/x").asText()).isEqualTo("2");
        assertThat(delete.at("/options/kind").asText()).isEqualTo("DeleteOptions");
    }

    @Test
    void areAskedInTheOrderOfTheirConfigurations() {
        var second = closedAfter(TestingWebhook.responding(request -> append(request, "b")));
        var first = closedAfter(TestingWebhook.responding(request -> append(request, "a")));
        configure(MUTATING, "b-second", second, "");
        configure(MUTATING, "a-first", first, "");

        var created = api.post(CONFIGMAPS, configMap("a", "{\"seen\": \"\"}")).expect(201);

        assertThat(created.text("/data/seen")).isEqualTo("ab");
        assertThat(second.requests().getFirst().at("/object/data/seen").asText()).isEqualTo("a");
    }

    private static JsonNode append(JsonNode request, String text) {
        var seen = request.at("/object/data/seen").asText();
        return TestingWebhook.patch(
                "[{\"op\": \"replace\", \"path\": \"/data/seen\", \"value\": \""
                        + seen
                        + text
                        + "\"}]");
    }

    @Test
    void areAskedAgainOnlyIfTheyWantTo() {
        var curious =
                closedAfter(
                        TestingWebhook.responding(
                                request ->
                                        request.at("/object/data/late").isMissingNode()
                                                ? TestingWebhook.allowed()
                                                : TestingWebhook.patch(
                                                        """
                                                        [{"op": "add", "path": "/data/noticed",
                                                          "value": "yes"}]
                                                        """)));
        var content = closedAfter(TestingWebhook.responding(_ -> TestingWebhook.allowed()));
        var late =
                closedAfter(
                        TestingWebhook.patching(
                                "[{\"op\": \"add\", \"path\": \"/data/late\", \"value\": \"1\"}]"));
        configure(MUTATING, "a-curious", curious, "\"reinvocationPolicy\": \"IfNeeded\"");
        configure(MUTATING, "b-content", content, "");
        configure(MUTATING, "c-late", late, "\"reinvocationPolicy\": \"IfNeeded\"");

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);

        assertThat(created.text("/data/noticed")).isEqualTo("yes");
        assertThat(curious.requests()).hasSize(2);
        assertThat(content.requests()).hasSize(1);
    }

    @Test
    void cannotChangeWhatTheRequestCannotChange() {
        var webhook =
                closedAfter(
                        TestingWebhook.patching(
                                """
                                [{"op": "add", "path": "/metadata/uid", "value": "mine"},
                                 {"op": "add", "path": "/metadata/creationTimestamp",
                                  "value": "2001-01-01T00:00:00Z"},
                                 {"op": "add", "path": "/metadata/deletionTimestamp",
                                  "value": "2001-01-01T00:00:00Z"},
                                 {"op": "add", "path": "/colour", "value": "red"}]
                                """));
        configure(MUTATING, "forger", webhook, "");

        var created = api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);

        assertThat(created.text("/metadata/uid")).isNotEqualTo("mine").hasSize(36);
        assertThat(created.text("/metadata/creationTimestamp")).startsWith("2");
        assertThat(created.text("/metadata/creationTimestamp")).doesNotStartWith("2001");
        assertThat(created.at("/metadata").has("deletionTimestamp")).isFalse();
        assertThat(created.json().has("colour")).isFalse();
    }

    @Test
    void makeNothingThatValidationRefuses() {
        var webhook =
                closedAfter(
                        TestingWebhook.patching(
                                """
                                [{"op": "add", "path": "/metadata/labels",
                                  "value": {"team": "not a label!"}}]
                                """));
        configure(MUTATING, "sloppy", webhook, "");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(422);

        assertThat(refused.text("/details/causes/0/field")).isEqualTo("metadata.labels");
    }

    @Test
    void cannotRenameAnObject() {
        var webhook =
                closedAfter(
                        TestingWebhook.patching(
                                """
                                [{"op": "replace", "path": "/metadata/name", "value": "other"}]
                                """));
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        configure(MUTATING, "renamer", webhook, "");

        var refused = api.mergePatch(CONFIGMAPS + "/a", "{\"data\": {\"x\": \"1\"}}").expect(422);

        assertThat(refused.text("/message")).contains("metadata.name").contains("immutable");
    }

    @Test
    void cannotChangeADeletion() {
        api.post(CONFIGMAPS, configMap("a", "{}")).expect(201);
        configure(MUTATING, "labels", closedAfter(TestingWebhook.patching(LABEL)), "");

        var refused = api.delete(CONFIGMAPS + "/a").expect(500);

        assertThat(refused.text("/message"))
                .isEqualTo(
                        "Internal error occurred: admission webhook \"labels.example.com\""
                                + " attempted to modify the object, which is not supported for this"
                                + " operation");
        api.get(CONFIGMAPS + "/a").expect(200);
    }

    @Test
    void countAsAChangeOfTheObject() {
        api.post(CONFIGMAPS, configMap("a", "{\"x\": \"1\"}")).expect(201);
        configure(MUTATING, "labels", closedAfter(TestingWebhook.patching(LABEL)), "");

        var updated =
                api.mergePatch(CONFIGMAPS + "/a", "{\"metadata\": {\"annotations\": {}}}")
                        .expect(200);

        assertThat(updated.text("/metadata/labels/team")).isEqualTo("blue");
    }

    @Test
    void areNamedWhenTheirPatchCannotBeApplied() {
        var webhook =
                closedAfter(
                        TestingWebhook.patching("[{\"op\": \"remove\", \"path\": \"/nowhere\"}]"));
        configure(MUTATING, "clumsy", webhook, "\"failurePolicy\": \"Ignore\"");

        var refused = api.post(CONFIGMAPS, configMap("a", "{}")).expect(500);

        assertThat(refused.text("/message")).contains("clumsy.example.com").contains("/nowhere");
    }

    @Test
    void seeServerSideApply() {
        configure(MUTATING, "labels", closedAfter(TestingWebhook.patching(LABEL)), "");

        var applied =
                api.patch(
                                CONFIGMAPS + "/a?fieldManager=me",
                                "application/apply-patch+yaml",
                                configMap("a", "{\"x\": \"1\"}"))
                        .expect(201);

        assertThat(applied.text("/metadata/labels/team")).isEqualTo("blue");
        assertThat(List.of(applied.text("/data/x"))).containsExactly("1");
    }
}
