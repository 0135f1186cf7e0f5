package dev.hanse.syncer.agent;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.ExportedApi;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.transform.RelatedSecrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one export: keeps an [ApiSync] running for each of its APIs and each of its virtual
/// workspaces. An export that nobody has bound has no virtual workspace yet.
final class ExportSync implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExportSync.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    // Each client here is for one workspace; the cluster in a scope is not looked at.
    private static final ClusterName HERE = ClusterName.ROOT;

    /// What one ApiSync was made for; a change of any of these needs a new one.
    private record Running(URI url, ExportedApi api, String identity, RelatedSecrets related) {}

    private final SupportedExport export;
    private final Upstream upstream;
    private final ObjectClient workspace;
    private final ObjectClient worker;
    private final WorkerApi workerApi;
    private final SyncTargetRef target;
    private final SyncedResources synced;
    private final Clock clock;
    private final Controller<String> controller;
    private final Map<Running, ApiSync> running = new HashMap<>();

    ExportSync(
            SupportedExport export,
            Upstream upstream,
            ObjectClient worker,
            WorkerApi workerApi,
            SyncTargetRef target,
            SyncedResources synced,
            Clock clock) {
        this.export = export;
        this.upstream = upstream;
        this.workspace = upstream.workspace(export.path());
        this.worker = worker;
        this.workerApi = workerApi;
        this.target = target;
        this.synced = synced;
        this.clock = clock;
        var named = new ListOptions("", "metadata.name=" + export.name());
        this.controller =
                Controller.<String>named("export-" + export.name())
                        .watching(scope(Resources.API_EXPORTS), named, _ -> names())
                        .watching(scope(Resources.API_EXPORT_ENDPOINT_SLICES), named, _ -> names())
                        .backoff(ApiSync.FAR)
                        .reconciler(_ -> follow());
    }

    void start() {
        controller.start(workspace);
    }

    @Override
    public void close() {
        controller.close();
        running.values().forEach(ApiSync::close);
        running.clear();
    }

    private List<String> names() {
        return List.of(export.name());
    }

    private Result follow() {
        var found = Lookup.find(workspace, scope(Resources.API_EXPORTS), export.name());
        var slice =
                Lookup.find(workspace, scope(Resources.API_EXPORT_ENDPOINT_SLICES), export.name());
        if (found.isEmpty() || slice.isEmpty()) {
            // Absence is no order to stop: the export may be on its way back.
            log.atWarn().addKeyValue("export", export).log("export or its endpoints not found");
            return Result.done();
        }
        var identity = identity(found.get());
        var related = RelatedSecrets.declaredBy(found.get());
        var wanted = new HashMap<Running, Boolean>();
        var complete = true;
        for (var name : ExportedApi.schemaNames(found.get())) {
            var schema = workspace.get(scope(Resources.API_RESOURCE_SCHEMAS), name);
            var api = ExportedApi.of(schema);
            synced.expect(api, identity);
            var served = workerApi.isServed(schema);
            synced.put(api, identity, served);
            complete &= served;
            for (var endpoint : slice.get().status().path("endpoints")) {
                var url = URI.create(endpoint.path("url").asText());
                wanted.put(new Running(url, api, identity, related), served);
            }
        }
        stopAllBut(wanted);
        wanted.forEach(this::startIfServed);
        return complete ? Result.done() : Result.requeueAfter(SOON);
    }

    private void stopAllBut(Map<Running, Boolean> wanted) {
        var each = running.entrySet().iterator();
        while (each.hasNext()) {
            var entry = each.next();
            if (!wanted.containsKey(entry.getKey())) {
                entry.getValue().close();
                each.remove();
                report(entry.getKey(), "syncing stopped");
            }
        }
    }

    private void startIfServed(Running what, boolean served) {
        if (!served || running.containsKey(what)) {
            return;
        }
        var sync =
                new ApiSync(
                        upstream.virtualWorkspace(what.url()),
                        worker,
                        what.api(),
                        what.related(),
                        target,
                        () -> isStillTheSame(what.identity()),
                        clock);
        running.put(what, sync);
        sync.start();
        report(what, "syncing started");
    }

    /// See [AbsenceProof].
    private boolean isStillTheSame(String identity) {
        var syncTarget = upstream.home().get(scope(Resources.SYNC_TARGETS), target.name());
        var now = workspace.get(scope(Resources.API_EXPORTS), export.name());
        return syncTarget.uid().equals(target.uid()) && identity(now).equals(identity);
    }

    private static String identity(KubeObject export) {
        return export.status().path("identityHash").asText();
    }

    private static ResourceScope scope(GroupVersionResource resource) {
        return ResourceScope.in(HERE, resource);
    }

    private static void report(Running what, String message) {
        log.atInfo()
                .addKeyValue("resource", what.api().resource())
                .addKeyValue("url", what.url())
                .log(message);
    }
}
