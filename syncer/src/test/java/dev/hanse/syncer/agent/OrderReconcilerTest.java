package dev.hanse.syncer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.ExportedApi;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.mapping.TargetKey;
import dev.hanse.syncer.testing.TestingCluster;
import dev.hanse.syncer.transform.RelatedSecrets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderReconcilerTest {

    private static final GroupVersionResource DATABASES =
            new GroupVersionResource("database.example.io", "v1", "postgresqlinstances");
    private static final GroupVersionKind DATABASE =
            DATABASES.groupVersion().withKind("PostgreSQLInstance");
    private static final GroupVersionKind SECRET = new GroupVersionKind("", "v1", "Secret");
    private static final ExportedApi API =
            new ExportedApi(
                    DATABASES,
                    "v1.postgresqlinstances.database.example.io",
                    true,
                    true,
                    ExportedApi.Conditions.SHARED);
    private static final SyncTargetRef EDGE =
            new SyncTargetRef(new ClusterName("sites"), "edge-1", "target-uid");
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final OrderKey ANNAS = new OrderKey(new ClusterName("anna"), "default", "db");
    private static final OrderKey BENS = new OrderKey(new ClusterName("ben"), "default", "db");

    private final TestingCluster tenants = new TestingCluster();
    private final TestingCluster worker = new TestingCluster();
    private boolean sameControlPlane = true;

    @Test
    void orderAppearsOnTheWorkerWithoutBookkeeping() {
        order(ANNAS);

        reconcile(ANNAS);

        var copy = copy(ANNAS).orElseThrow();
        assertThat(copy.spec().path("size").asText()).isEqualTo("small");
        assertThat(copy.labels()).containsEntry("app", "shop").hasSize(2);
        assertThat(copy.labels().keySet()).noneMatch(it -> it.startsWith("state."));
        assertThat(copy.finalizers()).isEmpty();
        assertThat(synced(ANNAS).status()).isEqualTo("True");
    }

    @Test
    void ordersOfTwoTenantsWithOneNameDoNotMeet() {
        order(ANNAS);
        order(BENS);

        reconcile(ANNAS);
        reconcile(BENS);

        assertThat(namespace(ANNAS)).isNotEqualTo(namespace(BENS));
        assertThat(copy(ANNAS)).isPresent();
        assertThat(copy(BENS)).isPresent();
    }

    @Test
    void orderIsHeldBeforeTheWorkerHearsOfIt() {
        order(ANNAS);
        worker.dieAtWrite(0);

        reconcileAndDie(ANNAS);

        assertThat(found(ANNAS).orElseThrow().finalizers()).contains(EDGE.key().finalizer());
        assertThat(worker.writes()).isEmpty();
    }

    @Test
    void nothingIsWrittenTwice() {
        order(ANNAS);
        reconcile(ANNAS);
        var tenantsBefore = tenants.writes();
        var workerBefore = worker.writes();

        reconcile(ANNAS);

        assertThat(tenants.writes()).isEqualTo(tenantsBefore);
        assertThat(worker.writes()).isEqualTo(workerBefore);
    }

    @Test
    void changeOfTheOrderArrivesOnce() {
        order(ANNAS);
        reconcile(ANNAS);
        tenants.put(scope(ANNAS), resized(found(ANNAS).orElseThrow(), "large"));

        reconcile(ANNAS);
        reconcile(ANNAS);

        assertThat(copy(ANNAS).orElseThrow().spec().path("size").asText()).isEqualTo("large");
        assertThat(worker.writes())
                .filteredOn(it -> it.equals("apply postgresqlinstances/db"))
                .hasSize(2);
    }

    @Test
    void changeMadeByHandOnTheWorkerIsRepaired() {
        order(ANNAS);
        reconcile(ANNAS);
        worker.put(workerScope(ANNAS), resized(copy(ANNAS).orElseThrow(), "huge"));

        reconcile(ANNAS);

        assertThat(copy(ANNAS).orElseThrow().spec().path("size").asText()).isEqualTo("small");
    }

    @Test
    void foreignObjectInTheWayIsLeftAloneAndReported() {
        order(ANNAS);
        var foreign = KubeObject.of(DATABASE, namespace(ANNAS), "db");
        worker.put(workerScope(ANNAS), foreign);

        reconcile(ANNAS);

        assertThat(copy(ANNAS).orElseThrow().spec().isMissingNode()).isTrue();
        assertThat(synced(ANNAS).reason()).isEqualTo("Conflict");
    }

    @Test
    void orderThatWasDeletedAndOrderedAgainGetsANewCopy() {
        order(ANNAS);
        reconcile(ANNAS);
        var first = copy(ANNAS).orElseThrow().uid();
        tenants.vanish(scope(ANNAS), "db");
        order(ANNAS);

        reconcile(ANNAS);
        reconcile(ANNAS);

        assertThat(copy(ANNAS).orElseThrow().uid()).isNotEqualTo(first);
    }

    @Nested
    class Status {

        @Test
        void isWhatTheWorkerSaysInTheOrdersGeneration() {
            order(ANNAS);
            reconcile(ANNAS);
            worker.put(workerScope(ANNAS), ready(copy(ANNAS).orElseThrow()));

            reconcile(ANNAS);

            var order = found(ANNAS).orElseThrow();
            assertThat(Condition.of(order, "Ready").orElseThrow().status()).isEqualTo("True");
            assertThat(order.status().path("observedGeneration").asLong())
                    .isEqualTo(order.generation());
        }

        @Test
        void leavesTheControlPlanesConditionsAlone() {
            order(ANNAS);
            var placed =
                    found(ANNAS)
                            .orElseThrow()
                            .with(
                                    it ->
                                            it.withArray("/status/conditions")
                                                    .addObject()
                                                    .put("type", "SiteConnected")
                                                    .put("status", "True"));
            tenants.put(scope(ANNAS), placed);

            reconcile(ANNAS);

            assertThat(Condition.of(found(ANNAS).orElseThrow(), "SiteConnected")).isPresent();
        }

        @Test
        void losesWhatTheWorkerTakesBack() {
            order(ANNAS);
            reconcile(ANNAS);
            worker.put(workerScope(ANNAS), ready(copy(ANNAS).orElseThrow()));
            var agent = reconciler();
            agent.reconcile(ANNAS);
            worker.put(
                    workerScope(ANNAS), copy(ANNAS).orElseThrow().with(it -> it.remove("status")));

            agent.reconcile(ANNAS);

            assertThat(found(ANNAS).orElseThrow().status().has("endpoint")).isFalse();
        }
    }

    @Nested
    class Secrets {

        @Test
        void arriveWithTheStatusThatNamesThem() {
            readyWithSecret();

            reconcile(ANNAS);

            var secret = secret().orElseThrow();
            assertThat(secret.json().at("/data/password").asText()).isEqualTo("c2VjcmV0");
            assertThat(synced(ANNAS).status()).isEqualTo("True");
        }

        @Test
        void followTheWorkers() {
            readyWithSecret();
            reconcile(ANNAS);
            worker.put(workerSecrets(), connection("bmV3"));

            reconcile(ANNAS);

            assertThat(secret().orElseThrow().json().at("/data/password").asText())
                    .isEqualTo("bmV3");
        }

        @Test
        void neverReplaceOneOfTheTenants() {
            readyWithSecret();
            tenants.put(tenantSecrets(), KubeObject.of(SECRET, "default", "db-connection"));

            reconcile(ANNAS);

            assertThat(secret().orElseThrow().json().has("data")).isFalse();
            assertThat(synced(ANNAS).reason()).isEqualTo("Conflict");
        }

        @Test
        void leaveWithTheOrder() {
            readyWithSecret();
            reconcile(ANNAS);
            tenants.delete(scope(ANNAS), "db", DeleteOptions.NONE);

            settle(ANNAS);

            assertThat(found(ANNAS)).isEmpty();
            assertThat(secret()).isEmpty();
        }

        private void readyWithSecret() {
            order(ANNAS);
            reconcile(ANNAS);
            worker.put(workerScope(ANNAS), ready(copy(ANNAS).orElseThrow()));
            worker.put(workerSecrets(), connection("c2VjcmV0"));
        }
    }

    @Nested
    class Deletion {

        @Test
        void removesTheCopyAndThenLetsGo() {
            order(ANNAS);
            reconcile(ANNAS);
            tenants.delete(scope(ANNAS), "db", DeleteOptions.NONE);

            settle(ANNAS);

            assertThat(copy(ANNAS)).isEmpty();
            assertThat(found(ANNAS)).isEmpty();
        }

        @Test
        void waitsForTheWorkersFinalizersAndSaysSo() {
            order(ANNAS);
            reconcile(ANNAS);
            var copy = copy(ANNAS).orElseThrow();
            worker.put(
                    workerScope(ANNAS),
                    copy.with(it -> it.withArray("/metadata/finalizers").add("example.io/backup")));
            tenants.delete(scope(ANNAS), "db", DeleteOptions.NONE);

            settle(ANNAS);

            assertThat(found(ANNAS)).isPresent();
            assertThat(synced(ANNAS).reason()).isEqualTo("BlockedByFinalizers");
        }

        @Test
        void isNotConcludedFromAMissingLabel() {
            order(ANNAS);
            reconcile(ANNAS);
            tenants.put(
                    scope(ANNAS),
                    found(ANNAS)
                            .orElseThrow()
                            .with(it -> it.withObject("/metadata").remove("labels")));

            settle(ANNAS);

            assertThat(copy(ANNAS)).isPresent();
        }

        @Test
        void isNotConcludedFromAbsenceInAnotherControlPlane() {
            order(ANNAS);
            reconcile(ANNAS);
            tenants.vanish(scope(ANNAS), "db");
            sameControlPlane = false;

            settle(ANNAS);

            assertThat(copy(ANNAS)).isPresent();
        }

        @Test
        void followsFromAbsenceInTheSameControlPlane() {
            order(ANNAS);
            reconcile(ANNAS);
            tenants.vanish(scope(ANNAS), "db");

            settle(ANNAS);

            assertThat(copy(ANNAS)).isEmpty();
        }

        @Test
        void ofThePlacementGivesTheOrderBack() {
            order(ANNAS);
            reconcile(ANNAS);
            var key = EDGE.key();
            tenants.put(
                    scope(ANNAS),
                    found(ANNAS)
                            .orElseThrow()
                            .with(
                                    it ->
                                            it.withObject("/metadata/annotations")
                                                    .put(key.deletionAnnotation(), "now")));

            settle(ANNAS);

            assertThat(copy(ANNAS)).isEmpty();
            var order = found(ANNAS).orElseThrow();
            assertThat(order.finalizers()).isEmpty();
            assertThat(order.label(key.stateLabel())).isEmpty();
            assertThat(order.annotation(key.deletionAnnotation())).isEmpty();
            assertThat(Condition.of(order, "Synced")).isEmpty();
        }
    }

    @Test
    void agentKilledAtAnyWriteFinishesAfterItsReturn() {
        for (int killed = 0; killed < 8; killed++) {
            var story = new OrderReconcilerTest();
            story.liveThrough(killed);
        }
    }

    /// A whole life of an order, in which the agent dies at one write on either side.
    private void liveThrough(int killedAt) {
        order(ANNAS);
        dieOnBothSides(killedAt);
        settleDying(ANNAS);
        assertThat(copy(ANNAS)).isPresent();

        worker.put(workerScope(ANNAS), ready(copy(ANNAS).orElseThrow()));
        worker.put(workerSecrets(), connection("c2VjcmV0"));
        dieOnBothSides(killedAt);
        settleDying(ANNAS);
        assertThat(secret()).isPresent();
        assertThat(synced(ANNAS).status()).isEqualTo("True");

        tenants.delete(scope(ANNAS), "db", DeleteOptions.NONE);
        dieOnBothSides(killedAt);
        settleDying(ANNAS);
        assertThat(copy(ANNAS)).isEmpty();
        assertThat(found(ANNAS)).isEmpty();
        assertThat(secret()).isEmpty();
    }

    private void dieOnBothSides(int write) {
        tenants.dieAtWrite(write);
        worker.dieAtWrite(write);
    }

    private void settleDying(OrderKey key) {
        for (int i = 0; i < 3; i++) {
            reconcileAndDie(key);
        }
        tenants.liveOn();
        worker.liveOn();
        settle(key);
    }

    private void reconcileAndDie(OrderKey key) {
        try {
            reconcile(key);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }
    }

    private void settle(OrderKey key) {
        for (int i = 0; i < 4; i++) {
            reconcile(key);
        }
    }

    /// As an agent that was started just now.
    private void reconcile(OrderKey key) {
        reconciler().reconcile(key);
    }

    private OrderReconciler reconciler() {
        return new OrderReconciler(
                new TenantSide(tenants, API, EDGE, NOON),
                new WorkerSide(worker, DATABASES),
                new SecretDelivery(
                        tenants, worker, RelatedSecrets.DEFAULT, DATABASES.groupResource(), EDGE),
                EDGE,
                () -> sameControlPlane);
    }

    private void order(OrderKey key) {
        var order =
                KubeObject.of(DATABASE, key.namespace(), key.name())
                        .with(
                                json -> {
                                    json.withObject("/metadata/labels")
                                            .put("app", "shop")
                                            .put(EDGE.key().stateLabel(), TargetKey.SYNC);
                                    json.putObject("spec").put("size", "small");
                                });
        tenants.put(scope(key), order);
    }

    private static KubeObject resized(KubeObject object, String size) {
        return object.with(it -> it.withObject("/spec").put("size", size));
    }

    private static KubeObject ready(KubeObject copy) {
        return copy.with(
                json -> {
                    var status = json.putObject("status");
                    status.put("observedGeneration", copy.generation());
                    status.put("endpoint", "10.0.0.1:5432");
                    status.putObject("connectionSecretRef").put("name", "db-connection");
                    status.putArray("conditions")
                            .addObject()
                            .put("type", "Ready")
                            .put("status", "True");
                });
    }

    private static KubeObject connection(String password) {
        return KubeObject.of(SECRET, namespace(ANNAS), "db-connection")
                .with(
                        json -> {
                            json.put("type", "Opaque");
                            json.putObject("data").put("password", password);
                        });
    }

    private Condition synced(OrderKey key) {
        return Condition.of(found(key).orElseThrow(), "Synced").orElseThrow();
    }

    private Optional<KubeObject> found(OrderKey key) {
        return only(tenants, scope(key), key.name());
    }

    private Optional<KubeObject> copy(OrderKey key) {
        return only(worker, workerScope(key), key.name());
    }

    private Optional<KubeObject> secret() {
        return only(tenants, tenantSecrets(), "db-connection");
    }

    private static Optional<KubeObject> only(
            TestingCluster cluster, ResourceScope scope, String name) {
        List<KubeObject> all = cluster.list(scope, ListOptions.ALL).items();
        return all.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private static String namespace(OrderKey key) {
        return key.locator(EDGE).namespaceName();
    }

    private static ResourceScope scope(OrderKey key) {
        return ResourceScope.in(key.cluster(), DATABASES, key.namespace());
    }

    private static ResourceScope workerScope(OrderKey key) {
        return ResourceScope.in(WorkerSide.WORKER, DATABASES, namespace(key));
    }

    private static ResourceScope workerSecrets() {
        return ResourceScope.in(WorkerSide.WORKER, Resources.SECRETS, namespace(ANNAS));
    }

    private static ResourceScope tenantSecrets() {
        return ResourceScope.in(ANNAS.cluster(), Resources.SECRETS, ANNAS.namespace());
    }
}
