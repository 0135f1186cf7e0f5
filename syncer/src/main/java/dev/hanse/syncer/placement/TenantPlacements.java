package dev.hanse.syncer.placement;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Resources;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses by the Placements of a tenant's workspace, and the sites of the workspaces they name.
final class TenantPlacements {

    private final ObjectClient client;
    private final WorkspacePaths paths;
    private final Ledger ledger;
    private final Clock clock;

    TenantPlacements(ObjectClient client, WorkspacePaths paths, Ledger ledger, Clock clock) {
        this.client = client;
        this.paths = paths;
        this.ledger = ledger;
        this.clock = clock;
    }

    Choice choose(OrderId id, KubeObject order, String current) {
        var placement = find(id, order);
        if (placement.isEmpty()) {
            return new Choice.Impossible(
                    "NoPlacement", "no Placement of this workspace is about this object");
        }
        var sites = sitesOf(id.cluster(), placement.get());
        if (sites.isEmpty()) {
            var path = placement.get().spec().path("locationWorkspace").asText();
            return new Choice.Impossible("LocationNotFound", "no workspace " + path);
        }
        var chooser =
                new Chooser(
                        it -> supports(it.target(), id.api()),
                        it -> ledger.load(it.key().value()),
                        clock.instant());
        return chooser.choose(
                sites.get(),
                current,
                Candidates.describe(placement.get()),
                id.api().api().resource().groupResource().toString());
    }

    /// The sites a Placement leads to; empty if there is no such workspace.
    Optional<List<Candidate>> sitesOf(ClusterName tenant, KubeObject placement) {
        var path = placement.spec().path("locationWorkspace").asText();
        var cluster = path.isEmpty() ? Optional.of(tenant) : paths.resolve(path);
        return cluster.map(
                it ->
                        Candidates.of(
                                placement,
                                list(it, Resources.LOCATIONS),
                                list(it, Resources.SYNC_TARGETS)));
    }

    /// Of several Placements, one that says which objects it is about comes before one for all.
    private Optional<KubeObject> find(OrderId id, KubeObject order) {
        return list(id.cluster(), Resources.PLACEMENTS).stream()
                .sorted(
                        Comparator.comparing(
                                        (KubeObject it) -> !it.spec().hasNonNull("objectSelector"))
                                .thenComparing(KubeObject::name))
                .filter(it -> isAbout(it, id, order))
                .findFirst();
    }

    private boolean isAbout(KubeObject placement, OrderId id, KubeObject order) {
        var objects = Candidates.orEverything(placement.spec().path("objectSelector"));
        if (!objects.matches(order.labels())) {
            return false;
        }
        var namespaces = Candidates.orEverything(placement.spec().path("namespaceSelector"));
        if (namespaces.isEverything() || id.namespace().isEmpty()) {
            return true;
        }
        var scope = ResourceScope.in(id.cluster(), Resources.NAMESPACES);
        return namespaces.matches(client.get(scope, id.namespace()).labels());
    }

    private boolean supports(KubeObject target, OfferedApi api) {
        for (var each : target.spec().path("supportedAPIExports")) {
            if (each.path("export").asText().equals(api.export())) {
                var path = each.path("path").asText();
                var exporter = path.isEmpty() ? Clusters.of(target) : paths.resolve(path);
                if (exporter.filter(api.exporter()::equals).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A workspace that does not have the resource has no objects of it.
    private List<KubeObject> list(ClusterName cluster, GroupVersionResource resource) {
        try {
            return client.list(ResourceScope.in(cluster, resource), ListOptions.ALL).items();
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return List.of();
            }
            throw e;
        }
    }
}
