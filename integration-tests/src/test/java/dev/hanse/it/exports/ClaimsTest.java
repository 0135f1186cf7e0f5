package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.ControlPlaneTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a provider may reach in its consumers' workspaces besides its own API: only what it asks
/// for, only what they accept.
class ClaimsTest extends ControlPlaneTest {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    private Provider provider;

    @BeforeAll
    void openShop() {
        provider =
                Provider.open(
                        plane,
                        "claiming",
                        """
                        [{"group": "", "resource": "secrets", "verbs": ["*"]},
                         {"group": "", "resource": "configmaps", "verbs": ["get", "list"]}]
                        """);
    }

    private static String claim(String resource, String verbs, String state, String selector) {
        return """
        {"group": "", "resource": "%s", "verbs": %s, "state": "%s", "selector": %s}
        """
                .formatted(resource, verbs, state, selector);
    }

    private static String inside(Consumer consumer, String path) {
        return "/clusters/" + consumer.cluster() + path;
    }

    private Consumer consumer(String name, String claims) {
        var consumer = Consumer.of(plane, "alice", name);
        consumer.bind(provider, claims);
        return consumer;
    }

    @Test
    void whatIsAcceptedIsReached() {
        var alice =
                consumer(
                        "accepts",
                        "["
                                + claim("secrets", "[\"*\"]", "Accepted", "{\"matchAll\": true}")
                                + "]");
        alice.api().post(SECRETS, "{\"metadata\": {\"name\": \"mine\"}}").expect(201);

        provider.view().get(inside(alice, SECRETS) + "/mine").expect(200);
        provider.view()
                .post(
                        inside(alice, SECRETS),
                        "{\"metadata\": {\"name\": \"credentials\"}, \"stringData\": {\"p\":"
                                + " \"w\"}}")
                .expect(201);

        assertThat(alice.api().get(SECRETS + "/credentials").expect(200).text("/data/p"))
                .isEqualTo("dw==");
    }

    @Test
    void whatIsNotAcceptedIsNotReached() {
        var alice =
                consumer(
                        "rejects",
                        "["
                                + claim("secrets", "[\"*\"]", "Rejected", "{\"matchAll\": true}")
                                + "]");
        alice.api().post(SECRETS, "{\"metadata\": {\"name\": \"mine\"}}").expect(201);

        provider.view().get(inside(alice, SECRETS)).expect(403);
        provider.view().get(inside(alice, SECRETS) + "/mine").expect(403);
        provider.view()
                .post(inside(alice, SECRETS), "{\"metadata\": {\"name\": \"planted\"}}")
                .expect(403);
        assertThat(
                        provider.view()
                                .get("/clusters/*/api/v1/secrets")
                                .expect(200)
                                .at("/items")
                                .findValuesAsText("kcp.io/cluster"))
                .doesNotContain(alice.cluster());
    }

    @Test
    void onlyTheVerbsThatBothSidesNameAreAllowed() {
        var alice =
                consumer(
                        "verbs",
                        "["
                                + claim(
                                        "configmaps",
                                        "[\"get\"]",
                                        "Accepted",
                                        "{\"matchAll\": true}")
                                + "]");
        var configMaps = "/api/v1/namespaces/default/configmaps";
        alice.api().post(configMaps, "{\"metadata\": {\"name\": \"a\"}}").expect(201);

        provider.view().get(inside(alice, configMaps) + "/a").expect(200);
        provider.view().get(inside(alice, configMaps)).expect(403);
        provider.view().delete(inside(alice, configMaps) + "/a").expect(403);
    }

    @Test
    void aSelectorHidesWhatItDoesNotSelect() {
        var alice =
                consumer(
                        "selects",
                        "["
                                + claim(
                                        "secrets",
                                        "[\"*\"]",
                                        "Accepted",
                                        "{\"matchLabels\": {\"for\": \"shop\"}}")
                                + "]");
        alice.api()
                .post(
                        SECRETS,
                        "{\"metadata\": {\"name\": \"shared\", \"labels\": {\"for\": \"shop\"}}}")
                .expect(201);
        alice.api().post(SECRETS, "{\"metadata\": {\"name\": \"hidden\"}}").expect(201);

        var seen = provider.view().get(inside(alice, SECRETS)).expect(200);
        assertThat(seen.at("/items").findValuesAsText("name")).contains("shared");
        assertThat(seen.text()).doesNotContain("hidden");
        provider.view().get(inside(alice, SECRETS) + "/hidden").expect(404);
    }

    @Test
    void whatIsAcceptedLaterIsReachedLater() {
        var alice = consumer("hesitates", "[]");
        alice.api().post(SECRETS, "{\"metadata\": {\"name\": \"old\"}}").expect(201);
        provider.view().get(inside(alice, SECRETS) + "/old").expect(403);

        alice.api()
                .mergePatch(
                        Consumer.BINDINGS + "/databases",
                        "{\"spec\": {\"permissionClaims\": ["
                                + claim("secrets", "[\"*\"]", "Accepted", "{\"matchAll\": true}")
                                + "]}}")
                .expect(200);

        await().untilAsserted(
                        () -> provider.view().get(inside(alice, SECRETS) + "/old").expect(200));
    }

    @Test
    void marksOfClaimsCannotBeForged() {
        var accepting =
                consumer(
                        "marked",
                        "["
                                + claim("secrets", "[\"*\"]", "Accepted", "{\"matchAll\": true}")
                                + "]");
        var marked = accepting.api().post(SECRETS, "{\"metadata\": {\"name\": \"a\"}}").expect(201);
        var label =
                marked.at("/metadata/labels").properties().stream()
                        .filter(each -> each.getKey().startsWith("claimed.internal.apis.kcp.io/"))
                        .findFirst()
                        .orElseThrow();
        var rejecting = consumer("unmarked", "[]");

        var forged =
                rejecting
                        .api()
                        .post(
                                SECRETS,
                                "{\"metadata\": {\"name\": \"a\", \"labels\": {\"%s\": \"%s\"}}}"
                                        .formatted(label.getKey(), label.getValue().asText()));

        assertThat(forged.expect(201).at("/metadata").has("labels")).isFalse();
        provider.view().get(inside(rejecting, SECRETS) + "/a").expect(403);
    }
}
