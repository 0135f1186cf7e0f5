package dev.hanse.syncer.placement;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.api.SyncApis;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The control plane's half of the syncer, running. It begins to work when the exports of
/// [SyncApis] are there, and costs nothing until somebody registers a SyncTarget.
public final class PlacementControl implements AutoCloseable {

    /// How long a worker cluster may be silent before it counts as unreachable.
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(40);

    private final ObjectClient client;
    private final WorkspacePaths paths;
    private final Duration grace;
    private final Clock clock;
    private final Controller<String> exports;
    private @Nullable PlacementLoops loops;

    private PlacementControl(
            ObjectClient client, WorkspacePaths paths, Duration grace, Clock clock) {
        this.client = client;
        this.paths = paths;
        this.grace = grace;
        this.clock = clock;
        this.exports =
                Controller.<String>named("placement-start")
                        .watching(
                                ResourceScope.in(ClusterName.ROOT, Resources.API_EXPORTS),
                                _ -> List.of(""))
                        .reconciler(_ -> startWhenPossible());
    }

    /// Starts the controllers and returns at once.
    ///
    /// @param client may read and write everything
    public static PlacementControl start(
            ObjectClient client, WorkspacePaths paths, Duration grace, Clock clock) {
        var control = new PlacementControl(client, paths, grace, clock);
        control.exports.start(client);
        return control;
    }

    @Override
    public void close() {
        exports.close();
        if (loops != null) {
            loops.close();
        }
    }

    private Result startWhenPossible() {
        var workload = identity(SyncApis.WORKLOAD_EXPORT);
        var scheduling = identity(SyncApis.SCHEDULING_EXPORT);
        if (loops == null && !workload.isEmpty() && !scheduling.isEmpty()) {
            loops = new PlacementLoops(client, paths, grace, clock, workload, scheduling);
            loops.start();
        }
        return Result.done();
    }

    private String identity(String export) {
        var scope = ResourceScope.in(ClusterName.ROOT, Resources.API_EXPORTS);
        return Lookup.find(client, scope, export)
                .map(it -> it.status().path("identityHash").asText())
                .orElse("");
    }
}
