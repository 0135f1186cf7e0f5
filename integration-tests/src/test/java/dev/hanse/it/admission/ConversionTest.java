package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.TestingWebhook;
import dev.hanse.it.TestingWebhook.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Custom resources whose versions a webhook converts: `v1` has `spec.hostPort`, `v2` has
/// `spec.host` and `spec.port`.
class ConversionTest extends WebhookTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String V1 = "/apis/sea.example.com/v1/namespaces/default/ships";
    private static final String V2 = "/apis/sea.example.com/v2/namespaces/default/ships";

    private static JsonNode converted(JsonNode request) {
        var response = JsonNodeFactory.instance.objectNode();
        response.putObject("result").put("status", "Success");
        var objects = response.putArray("convertedObjects");
        request.path("objects")
                .forEach(
                        each ->
                                objects.add(
                                        convert(each, request.path("desiredAPIVersion").asText())));
        return response;
    }

    private static ObjectNode convert(JsonNode object, String to) {
        ObjectNode converted = object.deepCopy();
        converted.put("apiVersion", to);
        var spec = converted.withObject("spec");
        if (to.endsWith("/v2")) {
            var parts = spec.path("hostPort").asText().split(":", -1);
            spec.remove("hostPort");
            spec.put("host", parts[0]).put("port", parts[parts.length - 1]);
        } else {
            spec.put("hostPort", spec.path("host").asText() + ":" + spec.path("port").asText());
            spec.remove("host");
            spec.remove("port");
        }
        return converted;
    }

    private static String definition(String clientConfig, String storage) {
        var version =
                """
                {"name": "%s", "served": true, "storage": %s,
                 "selectableFields": [{"jsonPath": ".spec.%s"}], "schema": {"openAPIV3Schema": {
                 "type": "object", "properties": {"spec": {"type": "object", "properties": {
                  %s, "flag": {"type": "string", "default": "none"}}}}}}}
                """;
        return """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "ships.sea.example.com"},
         "spec": {"group": "sea.example.com", "scope": "Namespaced",
          "names": {"plural": "ships", "kind": "Ship"},
          "conversion": {"strategy": "Webhook", "webhook": {
           "clientConfig": %s, "conversionReviewVersions": ["v1"]}},
          "versions": [%s, %s]}}
        """
                .formatted(
                        clientConfig,
                        version.formatted(
                                "v1",
                                storage.equals("v1"),
                                "hostPort",
                                "\"hostPort\": {\"type\": \"string\"}"),
                        version.formatted(
                                "v2",
                                storage.equals("v2"),
                                "host",
                                "\"host\": {\"type\": \"string\"}, \"port\": {\"type\":"
                                        + " \"string\"}"));
    }

    private void define(TestingWebhook webhook) {
        api.post(DEFINITIONS, definition(webhook.clientConfig(), "v1")).expect(201);
    }

    private void storeInV2() {
        var current = api.get(DEFINITIONS + "/ships.sea.example.com").expect(200).object();
        for (var each : current.at("/spec/versions")) {
            ((ObjectNode) each).put("storage", each.path("name").asText().equals("v2"));
        }
        api.put(DEFINITIONS + "/ships.sea.example.com", current).expect(200);
    }

    private static String ship(String name) {
        return """
        {"apiVersion": "sea.example.com/v1", "kind": "Ship",
         "metadata": {"name": "%s", "labels": {"a": "b"}}, "spec": {"hostPort": "sea:1"}}
        """
                .formatted(name);
    }

    private TestingWebhook converting() {
        return closedAfter(TestingWebhook.responding(ConversionTest::converted));
    }

    @Test
    void showsEveryVersionOfOneObject() {
        var webhook = converting();
        define(webhook);

        var created = api.post(V1, ship("kogge")).expect(201);
        var read = api.get(V2 + "/kogge").expect(200);

        assertThat(read.text("/apiVersion")).isEqualTo("sea.example.com/v2");
        assertThat(read.text("/spec/host")).isEqualTo("sea");
        assertThat(read.text("/spec/port")).isEqualTo("1");
        assertThat(read.text("/spec/flag")).isEqualTo("none");
        assertThat(read.at("/metadata")).isEqualTo(created.at("/metadata"));
        var review = webhook.reviews().getFirst();
        assertThat(review.path("apiVersion").asText()).isEqualTo("apiextensions.k8s.io/v1");
        assertThat(review.path("kind").asText()).isEqualTo("ConversionReview");
        assertThat(review.at("/request/desiredAPIVersion").asText())
                .isEqualTo("sea.example.com/v2");
        assertThat(webhook.queries()).containsOnly("timeout=30s");
    }

    @Test
    void writesThroughEveryVersion() {
        define(converting());
        api.post(
                        V2,
                        """
                        {"apiVersion": "sea.example.com/v2", "kind": "Ship",
                         "metadata": {"name": "kogge"}, "spec": {"host": "sea", "port": "1"}}
                        """)
                .expect(201);

        var patched = api.mergePatch(V2 + "/kogge", "{\"spec\": {\"port\": \"2\"}}").expect(200);

        assertThat(patched.text("/spec/port")).isEqualTo("2");
        assertThat(api.get(V1 + "/kogge").expect(200).text("/spec/hostPort")).isEqualTo("sea:2");
    }

    @Test
    void convertsAListInOneQuestion() {
        var webhook = converting();
        define(webhook);
        for (int i = 0; i < 20; i++) {
            api.post(V1, ship("s" + i)).expect(201);
        }

        var list = api.get(V2).expect(200);

        assertThat(list.at("/items")).hasSize(20);
        assertThat(list.at("/items").findValuesAsText("port")).containsOnly("1");
        assertThat(list.at("/items"))
                .allSatisfy(
                        each ->
                                assertThat(each.path("apiVersion").asText())
                                        .isEqualTo("sea.example.com/v2"));
        assertThat(webhook.requests()).hasSize(1);
        assertThat(webhook.requests().getFirst().path("objects")).hasSize(20);
    }

    @Test
    void convertsWhatIsWatched() {
        define(converting());
        try (var watch = api.watch(V2 + "?watch=true&resourceVersion=0")) {
            api.post(V1, ship("kogge")).expect(201);

            var event = watch.next();

            assertThat(event.path("type").asText()).isEqualTo("ADDED");
            assertThat(event.at("/object/spec/host").asText()).isEqualTo("sea");
        }
    }

    @Test
    void readsWhatWasStoredWhenAnotherVersionWas() {
        var webhook = converting();
        define(webhook);
        api.post(V1, ship("old")).expect(201);
        storeInV2();
        api.post(V1, ship("new")).expect(201);
        int before = webhook.requests().size();

        var list = api.get(V2).expect(200);

        assertThat(list.at("/items").findValuesAsText("host")).containsExactly("sea", "sea");
        // Only the one that is not stored so was sent.
        assertThat(webhook.requests().subList(before, webhook.requests().size()))
                .singleElement()
                .satisfies(each -> assertThat(each.path("objects")).hasSize(1));
        assertThat(
                        api.get(DEFINITIONS + "/ships.sea.example.com")
                                .at("/status/storedVersions")
                                .toString())
                .isEqualTo("[\"v1\",\"v2\"]");
    }

    @Test
    void migratesWhatIsWrittenAsItIs() {
        var webhook = converting();
        define(webhook);
        api.post(V1, ship("old")).expect(201);
        storeInV2();
        var before = api.get(V2 + "/old").expect(200);

        var after = api.put(V2 + "/old", before.json()).expect(200);
        int asked = webhook.requests().size();
        api.get(V2 + "/old").expect(200);

        assertThat(after.resourceVersion()).isNotEqualTo(before.resourceVersion());
        assertThat(webhook.requests()).hasSize(asked);
    }

    @Test
    void keepsMetadataThatAWebhookMayNotTouch() {
        define(
                closedAfter(
                        TestingWebhook.responding(
                                request -> {
                                    var response = converted(request);
                                    for (var each : response.path("convertedObjects")) {
                                        var metadata = (ObjectNode) each.path("metadata");
                                        metadata.put("generation", 77);
                                        metadata.putArray("finalizers").add("a/b");
                                        metadata.putObject("labels").put("c", "d");
                                        ((ObjectNode) each).put("unknown", "field");
                                    }
                                    return response;
                                })));
        api.post(V1, ship("kogge")).expect(201);

        var read = api.get(V2 + "/kogge").expect(200);

        assertThat(read.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(read.at("/metadata").has("finalizers")).isFalse();
        assertThat(read.at("/metadata/labels").toString()).isEqualTo("{\"c\":\"d\"}");
        assertThat(read.json().has("unknown")).isFalse();
    }

    @Test
    void asksTheNewWebhookOnceTheDefinitionNamesIt() {
        var first = converting();
        var second = converting();
        define(first);
        api.post(V1, ship("kogge")).expect(201);
        api.get(V2 + "/kogge").expect(200);

        nameInstead(second);
        api.get(V2 + "/kogge").expect(200);

        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).hasSize(1);
    }

    private void nameInstead(TestingWebhook webhook) {
        var current = api.get(DEFINITIONS + "/ships.sea.example.com").expect(200).object();
        ((ObjectNode) current.at("/spec/conversion/webhook/clientConfig"))
                .put("url", webhook.url())
                .put("caBundle", webhook.authority());
        api.put(DEFINITIONS + "/ships.sea.example.com", current).expect(200);
    }

    @Test
    void asksTheNewWebhookForAWatchThatWasThereBefore() {
        var first = converting();
        var second = converting();
        define(first);
        try (var watch = api.watch(V2 + "?watch=true&resourceVersion=0")) {
            api.post(V1, ship("kogge")).expect(201);
            watch.next("ADDED");

            nameInstead(second);
            api.post(V1, ship("holk")).expect(201);

            assertThat(watch.next("ADDED").at("/spec/host").asText()).isEqualTo("sea");
            assertThat(first.requests()).hasSize(1);
            assertThat(second.requests()).hasSize(1);
        }
    }

    @Test
    void letsObjectsBeSelectedByTheFieldsOfTheVersionAskedFor() {
        var webhook = converting();
        define(webhook);
        api.post(V1, ship("kogge")).expect(201);
        api.post(V1, ship("holk").replace("sea:1", "port:1")).expect(201);

        var host = api.get(V2 + "?fieldSelector=spec.host%3Dport").expect(200);
        int asked = webhook.requests().size();
        var hostPort = api.get(V1 + "?fieldSelector=spec.hostPort%3Dsea:1").expect(200);

        assertThat(host.at("/items").findValuesAsText("name")).containsExactly("holk");
        assertThat(webhook.requests().getFirst().path("objects")).hasSize(2);
        assertThat(hostPort.at("/items").findValuesAsText("name")).containsExactly("kogge");
        assertThat(webhook.requests()).hasSize(asked);
        try (var watch = api.watch(V2 + "?watch=true&fieldSelector=spec.host%3Dport")) {
            assertThat(watch.line()).isEqualTo("ADDED holk");
            api.mergePatch(V1 + "/holk", "{\"spec\": {\"hostPort\": \"sea:2\"}}").expect(200);
            assertThat(watch.line()).isEqualTo("DELETED holk");
        }
        api.get(V1 + "?fieldSelector=spec.host%3Dport").expect(400);
    }

    @Test
    void convertsForManyAtOnce() throws Exception {
        define(converting());
        api.post(V1, ship("kogge")).expect(201);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<String>>();
            for (int i = 0; i < 100; i++) {
                answers.add(
                        threads.submit(
                                () -> api.get(V2 + "/kogge").expect(200).text("/spec/host")));
            }
            for (var each : answers) {
                assertThat(each.get()).isEqualTo("sea");
            }
        }
    }

    @Test
    void endsAWatchThatItBreaks() {
        define(
                closedAfter(
                        TestingWebhook.start(
                                (exchange, _) -> TestingWebhook.send(exchange, 500, "broken"))));
        try (var watch = api.watch(V2 + "?watch=true&resourceVersion=0")) {
            api.post(V1, ship("kogge")).expect(201);

            var event = watch.next();

            assertThat(event.path("type").asText()).isEqualTo("ERROR");
            assertThat(event.at("/object/message").asText()).contains("conversion webhook for");
        }
    }

    /// What is wrong with a webhook, and what the client is told about it.
    enum Fault {
        REFUSES(
                "conversion webhook for sea.example.com/v1, Kind=Ship failed: no way",
                response(
                        request ->
                                ((ObjectNode) converted(request))
                                        .set(
                                                "result",
                                                JsonNodeFactory.instance
                                                        .objectNode()
                                                        .put("status", "Failure")
                                                        .put("message", "no way")))),
        SAYS_NOTHING(
                "failed: response.result.status was '', not 'Success'",
                response(request -> ((ObjectNode) converted(request)).remove(List.of("result")))),
        WRONG_UID(
                "failed: expected response.uid=",
                response(request -> ((ObjectNode) converted(request)).put("uid", "other"))),
        TOO_FEW(
                "returned 0 objects, expected 1",
                response(
                        request -> {
                            var answer = (ObjectNode) converted(request);
                            answer.putArray("convertedObjects");
                            return answer;
                        })),
        NOT_CONVERTED(
                "returned invalid object at index 0: invalid groupVersion (expected"
                        + " sea.example.com/v2, received sea.example.com/v1)",
                object(object -> object.put("apiVersion", "sea.example.com/v1"))),
        OTHER_KIND(
                "returned invalid object at index 0: invalid kind (expected Ship, received Boat)",
                object(object -> object.put("kind", "Boat"))),
        OTHER_NAME(
                "returned invalid object: must have the same name: kogge != other",
                object(object -> object.withObject("metadata").put("name", "other"))),
        OTHER_NAMESPACE(
                "returned invalid object: must have the same namespace: default != other",
                object(object -> object.withObject("metadata").put("namespace", "other"))),
        OTHER_UID(
                "returned invalid object: must have the same UID:",
                object(object -> object.withObject("metadata").put("uid", "other"))),
        BAD_LABEL(
                "returned invalid metadata: metadata.labels: Invalid value",
                object(
                        object ->
                                object.withObject("metadata")
                                        .putObject("labels")
                                        .put("not a key!", "x"))),
        BROKEN(
                "an error on the server (\"out of order\") has prevented the request from"
                        + " succeeding",
                (exchange, _) -> TestingWebhook.send(exchange, 500, "out of order")),
        NOT_JSON(
                "failed: couldn't get version/kind; json parse error",
                (exchange, _) -> TestingWebhook.send(exchange, 200, "<html>"));

        final String message;

        @SuppressWarnings("ImmutableEnumChecker") // a function without state
        final Behaviour behaviour;

        Fault(String message, Behaviour behaviour) {
            this.message = message;
            this.behaviour = behaviour;
        }
    }

    private interface Lie {
        void tell(ObjectNode object);
    }

    private static Behaviour response(UnaryOperator<JsonNode> respond) {
        return (exchange, review) ->
                TestingWebhook.send(exchange, TestingWebhook.answer(review, respond));
    }

    private static Behaviour object(Lie lie) {
        return response(
                request -> {
                    var answer = converted(request);
                    lie.tell((ObjectNode) answer.at("/convertedObjects/0"));
                    return answer;
                });
    }

    @ParameterizedTest
    @EnumSource
    void isNotBelievedWhenItIsWrong(Fault fault) {
        define(closedAfter(TestingWebhook.start(fault.behaviour)));
        api.post(V1, ship("kogge")).expect(201);

        var failed = api.get(V2 + "/kogge").expect(500);

        assertThat(failed.text("/message"))
                .startsWith("conversion webhook for sea.example.com/v1, Kind=Ship ")
                .contains(fault.message);
        api.get(V1 + "/kogge").expect(200);
        api.delete(V1 + "/kogge").expect(200);
    }
}
