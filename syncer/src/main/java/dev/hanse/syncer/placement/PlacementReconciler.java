package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Says on a Placement what it leads to, and lets the orders of its workspace be placed again.
final class PlacementReconciler implements Reconciler<ClusterObject> {

    private final ObjectClient client;
    private final TenantPlacements placements;
    private final StatusWriter writer;
    private final Ledger ledger;
    private final Consumer<OrderId> again;
    private final Clock clock;

    PlacementReconciler(
            ObjectClient client,
            TenantPlacements placements,
            StatusWriter writer,
            Ledger ledger,
            Consumer<OrderId> again,
            Clock clock) {
        this.client = client;
        this.placements = placements;
        this.writer = writer;
        this.ledger = ledger;
        this.again = again;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterObject id) {
        ledger.in(id.cluster()).forEach(again);
        var scope = ResourceScope.in(id.cluster(), Resources.PLACEMENTS);
        Lookup.find(client, scope, id.name()).ifPresent(it -> report(id, scope, it));
        return Result.done();
    }

    private void report(ClusterObject id, ResourceScope scope, KubeObject placement) {
        var sites = placements.sitesOf(id.cluster(), placement);
        var open =
                sites.orElse(List.of()).stream()
                        .filter(it -> it.isSchedulable(clock.instant()))
                        .findFirst();
        var status = JsonNodeFactory.instance.objectNode();
        status.put("phase", open.isPresent() ? "Bound" : "Pending");
        open.ifPresent(
                it ->
                        status.putObject("selectedLocation")
                                .put("path", placement.spec().path("locationWorkspace").asText())
                                .put("locationName", it.location()));
        writer.write(
                scope,
                placement,
                status,
                List.of(ready(placement, sites), scheduled(placement, open)));
    }

    private static Condition ready(KubeObject placement, Optional<List<Candidate>> sites) {
        if (sites.isEmpty()) {
            var path = placement.spec().path("locationWorkspace").asText();
            return Condition.no("Ready", "LocationNotFound", "no workspace " + path);
        }
        return sites.get().isEmpty()
                ? Condition.no("Ready", "LocationNoMatch", noMatch(placement))
                : Condition.yes("Ready", "LocationFound", "");
    }

    private static Condition scheduled(KubeObject placement, Optional<Candidate> open) {
        return open.map(it -> Condition.yes("Scheduled", "TargetFound", ""))
                .orElse(Condition.no("Scheduled", Chooser.NO_VALID_TARGET, noMatch(placement)));
    }

    private static String noMatch(KubeObject placement) {
        return "no open site matches " + Candidates.describe(placement);
    }
}
