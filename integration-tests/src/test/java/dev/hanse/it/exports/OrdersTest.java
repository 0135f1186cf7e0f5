package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.ControlPlaneTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Binding an API, ordering through it, and the provider's view of all orders.
class OrdersTest extends ControlPlaneTest {

    private static final String ALL = "/clusters/*/apis/db.example.com/v1/databases";

    private Provider provider;
    private Consumer alice;
    private Consumer bob;
    private Answer binding;

    @BeforeAll
    void openMarket() {
        provider = Provider.open(plane, "shop", "[]");
        alice = Consumer.of(plane, "alice", "acme");
        bob = Consumer.of(plane, "bob", "globex");
        binding = alice.bind(provider, "[]");
        bob.bind(provider, "[]");
    }

    private String inside(Consumer consumer) {
        return "/clusters/" + consumer.cluster() + Consumer.DATABASES;
    }

    @Test
    void aBindingSaysWhatItBound() {
        assertThat(binding.text("/status/apiExportClusterName"))
                .isEqualTo(provider.workspace().cluster());
        assertThat(binding.text("/status/boundResources/0/resource")).isEqualTo("databases");
        assertThat(binding.text("/status/boundResources/0/group")).isEqualTo("db.example.com");
        assertThat(binding.text("/status/boundResources/0/schema/identityHash"))
                .isEqualTo(provider.identityHash());
        assertThat(binding.at("/status/boundResources/0/storageVersions"))
                .isEqualTo(Answer.parse("[\"v1\"]"));
        assertThat(binding.at("/status/conditions").findValuesAsText("status"))
                .containsOnly("True");
        assertThat(binding.at("/metadata/finalizers"))
                .isEqualTo(Answer.parse("[\"apis.kcp.io/apibinding-finalizer\"]"));
    }

    @Test
    void aBoundApiIsDiscoveredAndValidated() {
        assertThat(alice.api().get("/apis/db.example.com/v1").expect(200).text())
                .contains("\"Database\"");
        assertThat(alice.api().get("/openapi/v3/apis/db.example.com/v1").expect(200).text())
                .contains("\"host\"");
        alice.api()
                .post(
                        Consumer.DATABASES,
                        """
                        {"apiVersion": "db.example.com/v1", "kind": "Database",
                         "metadata": {"name": "x"}, "spec": {"size": 7}}
                        """)
                .expect(422);
    }

    @Test
    void theProviderSeesAllOrdersAndWhoseTheyAre() {
        alice.order("listed", "small").expect(201);
        bob.order("listed", "large").expect(201);

        var all = provider.view().get(ALL + "?fieldSelector=metadata.name%3Dlisted").expect(200);

        assertThat(all.at("/items").findValuesAsText("kcp.io/cluster"))
                .containsExactlyInAnyOrder(alice.cluster(), bob.cluster());
        assertThat(all.at("/items").findValuesAsText("size"))
                .containsExactlyInAnyOrder("small", "large");
    }

    @Test
    void theProviderWatchesAndAnswersInStatus() {
        var view = provider.view();
        var now = view.get(ALL).resourceVersion();
        try (var watch =
                view.watch(
                        ALL
                                + "?watch=true&fieldSelector=metadata.name%3Danswered&resourceVersion="
                                + now)) {
            var ordered = bob.order("answered", "small").expect(201);

            var seen = (ObjectNode) watch.next("ADDED");
            assertThat(seen).isEqualTo(ordered.json());
            seen.putObject("status").put("host", "db.shop.example.com");
            view.put(inside(bob) + "/answered/status", seen).expect(200);

            assertThat(watch.next("MODIFIED").at("/status/host").asText())
                    .isEqualTo("db.shop.example.com");
        }
        assertThat(bob.api().get(Consumer.DATABASES + "/answered").text("/status/host"))
                .isEqualTo("db.shop.example.com");
    }

    @Test
    void theProviderSeesEveryOrderOnceWhoeverOrders() throws InterruptedException {
        try (var watch = CheckedWatch.of(provider.view(), ALL)) {
            var ordering = new ArrayList<Thread>();
            for (var each : List.of(alice, bob)) {
                for (int i = 0; i < 3; i++) {
                    var name = "busy-" + i;
                    ordering.add(Thread.startVirtualThread(() -> orderAndCancel(each, name)));
                }
            }
            for (var each : ordering) {
                each.join();
            }

            watch.verify();
        }
    }

    private static void orderAndCancel(Consumer consumer, String name) {
        for (int i = 0; i < 5; i++) {
            consumer.order(name, "small").expect(201);
            consumer.api()
                    .mergePatch(
                            Consumer.DATABASES + "/" + name, "{\"spec\": {\"size\": \"large\"}}")
                    .expect(200);
            consumer.api().delete(Consumer.DATABASES + "/" + name).expect(200);
        }
    }

    @Test
    void theProviderMayWriteOrdersItself() {
        var view = provider.view();
        view.post(
                        inside(alice),
                        """
                        {"apiVersion": "db.example.com/v1", "kind": "Database",
                         "metadata": {"name": "gift"}, "spec": {"size": "small"}}
                        """)
                .expect(201);
        view.mergePatch(inside(alice) + "/gift", "{\"spec\": {\"size\": \"medium\"}}").expect(200);

        assertThat(alice.api().get(Consumer.DATABASES + "/gift").expect(200).text("/spec/size"))
                .isEqualTo("medium");
        view.delete(inside(alice) + "/gift").expect(200);
        alice.api().get(Consumer.DATABASES + "/gift").expect(404);
    }

    @Test
    void theViewListsTheExportAndBindingsAndNothingElse() {
        var view = provider.view();

        var served = view.get("/clusters/*/apis/db.example.com/v1").expect(200);
        assertThat(served.at("/resources").findValuesAsText("name"))
                .containsExactlyInAnyOrder("databases", "databases/status");
        assertThat(view.get("/clusters/*/apis").expect(200).at("/groups").findValuesAsText("name"))
                .containsExactlyInAnyOrder("db.example.com", "apis.kcp.io");
        view.get("/clusters/*/api/v1/secrets").expect(404);
        view.get("/clusters/" + alice.cluster() + "/api/v1/namespaces").expect(403);
    }

    @Test
    void theViewIsForWhoeverHoldsTheExport() {
        var view = provider.view();
        for (var stranger : new String[] {"alice", "bob", "ops"}) {
            plane.user(stranger).at(view.base().toString()).get(ALL).expect(403);
            plane.user(stranger).at(view.base().toString()).get(inside(alice)).expect(403);
        }
    }

    @Test
    void theViewEndsAtWorkspacesWithoutABinding() {
        var outsider = Consumer.of(plane, "alice", "outside");

        provider.view().get(inside(outsider)).expect(403);
    }

    @Test
    void theViewDoesNotReadAcrossNamespacesOfAllClusters() {
        provider.view().get("/clusters/*" + Consumer.DATABASES).expect(400);
    }

    @Test
    void consumersSeeOnlyTheirOwn() {
        alice.order("private", "small").expect(201);

        bob.api().get(Consumer.DATABASES + "/private").expect(404);
        plane.user("bob").in(alice.cluster()).get(Consumer.DATABASES).expect(403);
    }

    @Test
    void anExportThatIsNotThereCannotBeBound() {
        var refused =
                alice.api()
                        .post(
                                Consumer.BINDINGS,
                                Consumer.binding("root:nosuch", "[]")
                                        .replace("\"name\": \"databases\"}, ", "\"name\": \"x\"}, ")
                                        .replaceFirst("databases", "none"))
                        .expect(403);

        assertThat(refused.text("/message"))
                .contains("no permission to bind to export root:nosuch:databases");
    }

    @Test
    void aReferenceStaysWhatItIs() {
        var refused =
                alice.api()
                        .mergePatch(
                                Consumer.BINDINGS + "/databases",
                                "{\"spec\": {\"reference\": {\"export\": {\"name\": \"other\"}}}}");

        assertThat(refused.status()).isIn(403, 422);
        assertThat(refused.text("/message"))
                .containsAnyOf(
                        "APIExport reference must not be changed",
                        "no permission to bind to export");
    }

    @Test
    void unbindingTakesTheOrdersAndTheApi() {
        var leaver = Consumer.of(plane, "bob", "leaves");
        leaver.bind(provider, "[]");
        leaver.order("left", "small").expect(201);

        leaver.api().delete(Consumer.BINDINGS + "/databases").expect(200);

        await().untilAsserted(() -> leaver.api().get(Consumer.BINDINGS + "/databases").expect(404));
        leaver.api().get(Consumer.DATABASES).expect(404);
        assertThat(provider.view().get(ALL).expect(200).text()).doesNotContain(leaver.cluster());
    }

    @Test
    void anAnswerToOneConsumerNeverReachesAnother() {
        alice.order("same", "small").expect(201);
        bob.order("same", "small").expect(201);

        provider.view()
                .mergePatch(inside(alice) + "/same/status", "{\"status\": {\"host\": \"secret\"}}")
                .expect(200);

        assertThat(bob.api().get(Consumer.DATABASES + "/same").text()).doesNotContain("secret");
    }
}
