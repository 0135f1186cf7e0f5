package dev.hanse.syncer.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.ExportedApi;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.TargetKey;
import dev.hanse.syncer.testing.TestingCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private static final ClusterName SITES = new ClusterName("sites");
    private static final ClusterName PROVIDER = new ClusterName("provider");
    private static final ClusterName ANNA = new ClusterName("anna");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final GroupVersionResource DATABASES =
            new GroupVersionResource("example.io", "v1", "databases");
    private static final OfferedApi API =
            new OfferedApi(
                    PROVIDER,
                    "databases",
                    "identity",
                    new ExportedApi(
                            DATABASES,
                            "v1.databases.example.io",
                            true,
                            true,
                            ExportedApi.Conditions.SHARED));
    private static final OrderId ORDER = new OrderId(API, ANNA, "default", "db");
    private static final ClusterObject EDGE = new ClusterObject(SITES, "edge-1");

    private final TestingCluster cluster = new TestingCluster();
    private final Ledger ledger = new Ledger();
    private final KnownTargets known = new KnownTargets();
    private final List<String> changes = new ArrayList<>();
    private Optional<List<OrderId>> placed = Optional.empty();
    private final Instant[] now = {NOON};
    private final Clock clock = clock(() -> now[0]);
    private final StatusWriter writer = new StatusWriter(cluster, clock);
    private final OrderPlacer placer =
            new OrderPlacer(
                    cluster,
                    new TenantPlacements(cluster, PlacementTest::resolve, ledger, clock),
                    writer,
                    ledger,
                    known,
                    clock);
    private final SyncTargetReconciler targets =
            new SyncTargetReconciler(
                    cluster,
                    writer,
                    known,
                    new SiteChanges(
                            new SiteChanges.Listener() {
                                @Override
                                public void connectionChanged(String key) {
                                    changes.add("connection");
                                }

                                @Override
                                public void sitesChanged() {
                                    changes.add("sites");
                                }
                            }),
                    new Retirement(cluster, writer, _ -> placed),
                    Duration.ofSeconds(40),
                    clock);

    @Nested
    class Order {

        @Test
        void isMarkedForTheSiteThatItsPlacementSelects() {
            site("edge-1", "edge");
            site("cloud", "cloud");
            placement("{matchLabels: {site: edge}}");
            order();

            placer.reconcile(ORDER);

            var order = cluster.get(ORDER.scope(), "db");
            assertThat(order.label(TargetKey.of(SITES, "edge-1").stateLabel())).contains("Sync");
            assertThat(order.annotation(TargetKey.TARGET_NAME_ANNOTATION)).contains("edge-1");
            assertThat(condition("Scheduled").message()).isEqualTo("placed on edge-1");
        }

        @Test
        void thatNobodyCanTakeIsToldWhy() {
            site("edge-1", "edge");
            placement("{matchLabels: {site: mars}}");
            order();

            placer.reconcile(ORDER);

            assertThat(condition("Scheduled").status()).isEqualTo("False");
            assertThat(condition("Scheduled").message()).isEqualTo("no site matches site=mars");
        }

        @Test
        void withoutAPlacementIsToldSo() {
            order();

            placer.reconcile(ORDER);

            assertThat(condition("Scheduled").reason()).isEqualTo("NoPlacement");
        }

        @Test
        void staysWhenItsPlacementIsDeleted() {
            site("edge-1", "edge");
            placement("{}");
            order();
            placer.reconcile(ORDER);
            cluster.vanish(ResourceScope.in(ANNA, Resources.PLACEMENTS), "p");

            placer.reconcile(ORDER);

            assertThat(condition("Scheduled").status()).isEqualTo("True");
        }

        @Test
        void isAskedToLeaveBeforeItGoesElsewhere() {
            site("edge-1", "edge");
            placement("{matchLabels: {site: edge}}");
            order();
            placer.reconcile(ORDER);
            site("cloud", "cloud");
            placement("{matchLabels: {site: cloud}}");

            placer.reconcile(ORDER);
            placer.reconcile(ORDER);

            var order = cluster.get(ORDER.scope(), "db");
            var key = TargetKey.of(SITES, "edge-1");
            assertThat(order.annotation(key.deletionAnnotation())).isPresent();
            assertThat(order.label(key.stateLabel())).contains("Sync");
            assertThat(order.label(TargetKey.of(SITES, "cloud").stateLabel())).isEmpty();
        }

        @Test
        void showsSinceWhenItsSiteIsSilent() {
            site("edge-1", "edge");
            heartbeat("2026-03-01T12:00:00Z");
            targets.reconcile(EDGE);
            placement("{}");
            order();
            placer.reconcile(ORDER);
            assertThat(condition("SiteConnected").status()).isEqualTo("True");

            now[0] = NOON.plusSeconds(60);
            targets.reconcile(EDGE);
            placer.reconcile(ORDER);

            assertThat(condition("SiteConnected"))
                    .isEqualTo(
                            Condition.unknown(
                                    "SiteConnected",
                                    "TargetUnreachable",
                                    "edge-1 was last heard at 2026-03-01T12:00:00Z"));
            assertThat(condition("Scheduled").status()).isEqualTo("True");
        }

        private void order() {
            var text = "{apiVersion: example.io/v1, kind: Database, metadata: {name: db}}";
            cluster.put(ORDER.scope(), Sites.object(text));
        }

        private void placement(String selector) {
            var spec = "{locationWorkspace: 'root:sites', locationSelectors: [" + selector + "]}";
            cluster.put(ResourceScope.in(ANNA, Resources.PLACEMENTS), Sites.placement("p", spec));
        }

        private Condition condition(String type) {
            return Condition.of(cluster.get(ORDER.scope(), "db"), type).orElseThrow();
        }
    }

    @Nested
    class SyncTarget {

        @Test
        void getsItsKeyAndALocation() {
            site("edge-1", "edge");
            cluster.vanish(ResourceScope.in(SITES, Resources.LOCATIONS), "default");

            targets.reconcile(EDGE);

            assertThat(target().label(TargetKey.LABEL_ON_TARGET))
                    .contains(TargetKey.of(SITES, "edge-1").value());
            var locations = ResourceScope.in(SITES, Resources.LOCATIONS);
            assertThat(cluster.get(locations, "default").spec().isObject()).isTrue();
        }

        @Test
        void isUnknownUntilItIsHeard() {
            site("edge-1", "edge");

            targets.reconcile(EDGE);

            assertThat(connected().reason()).isEqualTo("NeverConnected");
        }

        @Test
        void isConnectedByTheTimeItsHeartbeatCameInWhateverItsClockSays() {
            site("edge-1", "edge");
            heartbeat("2026-03-01T11:59:50Z");
            targets.reconcile(EDGE);
            now[0] = NOON.plusSeconds(600);

            heartbeat("2020-01-01T00:00:00Z");
            targets.reconcile(EDGE);

            assertThat(connected().status()).isEqualTo("True");
        }

        @Test
        void tellsOnceWhenItFallsSilent() {
            site("edge-1", "edge");
            heartbeat("2026-03-01T12:00:00Z");
            targets.reconcile(EDGE);
            changes.clear();
            var writes = cluster.writes().size();

            now[0] = NOON.plusSeconds(60);
            targets.reconcile(EDGE);
            now[0] = NOON.plusSeconds(120);
            targets.reconcile(EDGE);

            assertThat(changes).containsExactly("connection", "sites");
            assertThat(cluster.writes()).hasSize(writes + 1);
        }

        @Test
        void heartbeatAloneConcernsNobody() {
            site("edge-1", "edge");
            heartbeat("2026-03-01T12:00:00Z");
            targets.reconcile(EDGE);
            changes.clear();

            heartbeat("2026-03-01T12:00:10Z");
            targets.reconcile(EDGE);

            assertThat(changes).isEmpty();
        }

        private Condition connected() {
            return Condition.of(target(), "Connected").orElseThrow();
        }

        private KubeObject target() {
            return cluster.get(ResourceScope.in(SITES, Resources.SYNC_TARGETS), "edge-1");
        }
    }

    @Nested
    class Deletion {

        @Test
        void waitsUntilItIsKnownThatNoOrderIsLeft() {
            deleted();
            targets.reconcile(EDGE);
            assertThat(isThere()).isTrue();

            placed = Optional.of(List.of(ORDER));
            targets.reconcile(EDGE);
            assertThat(isThere()).isTrue();

            placed = Optional.of(List.of());
            targets.reconcile(EDGE);
            assertThat(isThere()).isFalse();
        }

        @Test
        void byForceTakesTheOrdersBack() {
            var key = TargetKey.of(SITES, "edge-1");
            cluster.put(
                    ORDER.scope(),
                    Sites.object(
                            "{apiVersion: example.io/v1, kind: Database, metadata: {name: db,"
                                    + " finalizers: ["
                                    + key.finalizer()
                                    + ", example.io/mine], labels: {"
                                    + key.stateLabel()
                                    + ": Sync}}}"));
            placed = Optional.of(List.of(ORDER));
            deleted();
            annotate(Retirement.FORCE_ANNOTATION, "true");

            targets.reconcile(EDGE);

            var order = cluster.get(ORDER.scope(), "db");
            assertThat(order.finalizers()).containsExactly("example.io/mine");
            assertThat(order.label(key.stateLabel())).isEmpty();
        }

        private void deleted() {
            site("edge-1", "edge");
            targets.reconcile(EDGE);
            cluster.delete(scope(), "edge-1", DeleteOptions.NONE);
        }

        private void annotate(String key, String value) {
            cluster.put(
                    scope(),
                    cluster.get(scope(), "edge-1")
                            .with(it -> it.withObject("/metadata/annotations").put(key, value)));
        }

        private boolean isThere() {
            return !cluster.list(scope(), ListOptions.ALL).items().isEmpty();
        }

        private ResourceScope scope() {
            return ResourceScope.in(SITES, Resources.SYNC_TARGETS);
        }
    }

    private void site(String name, String site) {
        var spec = "{supportedAPIExports: [{path: 'root:provider', export: databases}]}";
        cluster.put(
                ResourceScope.in(SITES, Resources.SYNC_TARGETS),
                Sites.target(name, "{site: " + site + "}", spec));
        cluster.put(
                ResourceScope.in(SITES, Resources.LOCATIONS),
                Sites.location("default", "{}", "{}"));
    }

    private void heartbeat(String time) {
        var scope = ResourceScope.in(SITES, Resources.SYNC_TARGETS);
        cluster.put(
                scope,
                cluster.get(scope, "edge-1")
                        .with(it -> it.withObject("/status").put("lastSyncerHeartbeatTime", time)));
    }

    private static Optional<ClusterName> resolve(String path) {
        return switch (path) {
            case "root:sites" -> Optional.of(SITES);
            case "root:provider" -> Optional.of(PROVIDER);
            default -> Optional.empty();
        };
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}
