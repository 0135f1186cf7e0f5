package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.ControlPlaneTest;
import org.junit.jupiter.api.Test;

/// Exports that change while they are bound, and the two versions of the kinds themselves.
class EvolutionTest extends ControlPlaneTest {

    @Test
    void aNewSchemaReachesConsumersAndKeepsTheirOrders() {
        var provider = Provider.open(plane, "evolving", "[]");
        var alice = Consumer.of(plane, "alice", "evolves");
        alice.bind(provider, "[]");
        var before = alice.order("kept", "small").expect(201);

        provider.publishSchema(
                "v2", "\"size\": {\"type\": \"string\"}, \"tier\": {\"type\": \"string\"}");
        provider.sellSchema("v2");

        await().untilAsserted(
                        () ->
                                assertThat(
                                                alice.api()
                                                        .mergePatch(
                                                                Consumer.DATABASES + "/kept",
                                                                "{\"spec\": {\"tier\": \"gold\"}}")
                                                        .expect(200)
                                                        .text("/spec/tier"))
                                        .isEqualTo("gold"));
        var after = alice.api().get(Consumer.DATABASES + "/kept").expect(200);
        assertThat(after.text("/metadata/uid")).isEqualTo(before.text("/metadata/uid"));
        assertThat(after.text("/spec/size")).isEqualTo("small");
        assertThat(
                        alice.api()
                                .get(Consumer.BINDINGS + "/databases")
                                .text("/status/boundResources/0/schema/name"))
                .isEqualTo("v2.databases.db.example.com");
    }

    @Test
    void anExportThatIsDeletedLeavesItsConsumersServed() {
        var provider = Provider.open(plane, "closing", "[]");
        var alice = Consumer.of(plane, "alice", "stranded");
        alice.bind(provider, "[]");
        alice.order("kept", "small").expect(201);

        provider.api().delete(Provider.EXPORTS + "/databases").expect(200);

        await().untilAsserted(
                        () ->
                                assertThat(alice.api().get(Consumer.BINDINGS + "/databases").text())
                                        .contains("APIExportNotFound"));
        alice.api().get(Consumer.DATABASES + "/kept").expect(200);
    }

    @Test
    void theSameApiCannotBeBoundTwice() {
        var first = Provider.open(plane, "first", "[]");
        var second = Provider.open(plane, "second", "[]");
        var alice = Consumer.of(plane, "alice", "twice");
        alice.bind(first, "[]");

        alice.api()
                .post(
                        Consumer.BINDINGS,
                        Consumer.binding(second.workspace().path(), "[]")
                                .replaceFirst("\"databases\"", "\"again\""))
                .expect(201);

        await().untilAsserted(
                        () ->
                                assertThat(alice.api().get(Consumer.BINDINGS + "/again").text())
                                        .contains("NamingConflicts"));
        alice.order("one", "small").expect(201);
    }

    @Test
    void exportsAreReadInTheOlderVersionToo() {
        var provider =
                Provider.open(
                        plane,
                        "versions",
                        """
                        [{"group": "", "resource": "secrets", "verbs": ["*"]}]
                        """);

        var older =
                provider.api().get("/apis/apis.kcp.io/v1alpha1/apiexports/databases").expect(200);

        assertThat(older.text("/apiVersion")).isEqualTo("apis.kcp.io/v1alpha1");
        assertThat(older.at("/spec/latestResourceSchemas"))
                .isEqualTo(Answer.parse("[\"v1.databases.db.example.com\"]"));
        assertThat(older.at("/spec").has("resources")).isFalse();
        assertThat(older.at("/spec/permissionClaims/0/resource").asText()).isEqualTo("secrets");
        assertThat(older.at("/spec/permissionClaims/0/all").asBoolean()).isTrue();
    }

    @Test
    void aWriteInTheOlderVersionLosesNothingOfTheNewer() {
        var provider =
                Provider.open(
                        plane,
                        "roundtrip",
                        """
                        [{"group": "", "resource": "secrets", "verbs": ["get", "list"]}]
                        """);
        var path = "/apis/apis.kcp.io/v1alpha1/apiexports/databases";

        // The controller writes the export's status meanwhile: a client retries on a conflict.
        await().untilAsserted(
                        () ->
                                provider.api()
                                        .put(path, provider.api().get(path).expect(200).json())
                                        .expect(200));

        var newer = provider.api().get(Provider.EXPORTS + "/databases").expect(200);
        assertThat(newer.at("/spec/permissionClaims/0/verbs"))
                .isEqualTo(Answer.parse("[\"get\", \"list\"]"));
        assertThat(newer.text("/spec/resources/0/schema")).isEqualTo("v1.databases.db.example.com");
    }

    @Test
    void bindingsAreWrittenInTheOlderVersionToo() {
        var provider = Provider.open(plane, "older", "[]");
        var alice = Consumer.of(plane, "alice", "conservative");

        alice.api()
                .post(
                        "/apis/apis.kcp.io/v1alpha1/apibindings",
                        """
                        {"apiVersion": "apis.kcp.io/v1alpha1", "kind": "APIBinding",
                         "metadata": {"name": "databases"},
                         "spec": {"reference": {"export": {"path": "%s", "name": "databases"}}}}
                        """
                                .formatted(provider.workspace().path()))
                .expect(201);

        await().untilAsserted(
                        () ->
                                assertThat(
                                                alice.api()
                                                        .get(Consumer.BINDINGS + "/databases")
                                                        .text("/status/phase"))
                                        .isEqualTo("Bound"));
        assertThat(
                        provider.view()
                                .get("/clusters/*/apis/apis.kcp.io/v1alpha1/apibindings")
                                .expect(200)
                                .at("/items"))
                .hasSize(1);
    }
}
