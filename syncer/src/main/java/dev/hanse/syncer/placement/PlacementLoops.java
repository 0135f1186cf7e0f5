package dev.hanse.syncer.placement;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.TargetKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The loops and what they tell each other:
///
/// - sync targets → whether they are connected → the orders on them;
/// - sync targets and locations → what can be chosen → Placements and all orders;
/// - sync targets → the exports they support → the orders of their APIs → where each one goes.
final class PlacementLoops implements AutoCloseable, SiteChanges.Listener {

    private static final int WORKERS = 4;

    private final ObjectClient client;
    private final ResourceScope allPlacements;
    private final ResourceScope allLocations;
    private final WorkspacePaths paths;
    private final Ledger ledger = new Ledger();
    private final OfferedApis offered;
    private final Controller<OrderId> orders;
    private final Controller<ClusterObject> placements;
    private final Controller<ClusterObject> targets;
    private final Controller<ClusterObject> locations;
    private final Controller<OfferedApis.Export> exports;
    private final Controller<String> sites;

    PlacementLoops(
            ObjectClient client,
            WorkspacePaths paths,
            Duration grace,
            Clock clock,
            String workload,
            String scheduling) {
        this.client = client;
        this.paths = paths;
        this.allPlacements = ResourceScope.everywhere(Resources.PLACEMENTS, scheduling);
        var allTargets = ResourceScope.everywhere(Resources.SYNC_TARGETS, workload);
        this.allLocations = ResourceScope.everywhere(Resources.LOCATIONS, scheduling);
        var writer = new StatusWriter(client, clock);
        var known = new KnownTargets();
        var choice = new TenantPlacements(client, paths, ledger, clock);
        this.orders =
                Controller.<OrderId>named("order-placement")
                        .lanes(OrderId::cluster)
                        .workers(WORKERS)
                        .reconciler(new OrderPlacer(client, choice, writer, ledger, known, clock));
        this.offered = new OfferedApis(client, orders::enqueue);
        this.exports = Controller.<OfferedApis.Export>named("offered-apis").reconciler(offered);
        this.placements =
                Controller.<ClusterObject>named("placements")
                        .watching(allPlacements, it -> List.of(ClusterObject.of(it)))
                        .lanes(ClusterObject::cluster)
                        .reconciler(
                                new PlacementReconciler(
                                        client, choice, writer, ledger, orders::enqueue, clock));
        this.targets =
                Controller.<ClusterObject>named("synctargets")
                        .watching(allTargets, it -> List.of(ClusterObject.of(it)))
                        .watching(allTargets, this::followExports)
                        .reconciler(
                                new SyncTargetReconciler(
                                        client,
                                        writer,
                                        known,
                                        new SiteChanges(this),
                                        new Retirement(client, writer, this::placedOn),
                                        grace,
                                        clock));
        this.locations =
                Controller.<ClusterObject>named("locations")
                        .watching(allLocations, it -> List.of(ClusterObject.of(it)))
                        .reconciler(new LocationReconciler(client, this, clock));
        // Many changes of sites at once are one: hence a loop with a single key.
        this.sites = Controller.<String>named("sites").reconciler(_ -> placeAgain());
    }

    void start() {
        for (var each : List.of(orders, exports, sites, targets, locations, placements)) {
            each.start(client);
        }
    }

    @Override
    public void close() {
        for (var each : List.of(placements, locations, targets, sites, exports)) {
            each.close();
        }
        offered.close();
        orders.close();
    }

    @Override
    public void connectionChanged(String key) {
        ledger.on(key).forEach(orders::enqueue);
    }

    @Override
    public void sitesChanged() {
        sites.enqueue("");
    }

    private Result placeAgain() {
        for (var each : client.list(allPlacements, ListOptions.ALL).items()) {
            placements.enqueue(ClusterObject.of(each));
        }
        for (var each : client.list(allLocations, ListOptions.ALL).items()) {
            locations.enqueue(ClusterObject.of(each));
        }
        return Result.done();
    }

    /// Tells the loop of exports about those that a target supports. No key of the target's own.
    private List<ClusterObject> followExports(KubeObject target) {
        exportsOf(target).forEach(exports::enqueue);
        return List.of();
    }

    private Optional<List<OrderId>> placedOn(KubeObject target) {
        var key = TargetKey.of(Clusters.require(target), target.name());
        return offered.ordersOn(key, exportsOf(target));
    }

    private List<OfferedApis.Export> exportsOf(KubeObject target) {
        var found = new ArrayList<OfferedApis.Export>();
        for (var each : target.spec().path("supportedAPIExports")) {
            var path = each.path("path").asText();
            var cluster = path.isEmpty() ? Clusters.of(target) : paths.resolve(path);
            cluster.map(it -> new OfferedApis.Export(it, each.path("export").asText()))
                    .ifPresent(found::add);
        }
        return found;
    }
}
