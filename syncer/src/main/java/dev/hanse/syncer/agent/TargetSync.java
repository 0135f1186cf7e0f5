package dev.hanse.syncer.agent;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.SyncTargetRef;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the agent's SyncTarget: keeps an [ExportSync] running for each export it supports.
public final class TargetSync implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TargetSync.class);
    private static final String CLUSTER_ANNOTATION = "kcp.io/cluster";
    private static final ResourceScope TARGETS =
            ResourceScope.in(ClusterName.ROOT, Resources.SYNC_TARGETS);

    private final String name;
    private final Upstream upstream;
    private final ObjectClient worker;
    private final boolean installApis;
    private final SyncedResources synced;
    private final Clock clock;
    private final Controller<String> controller;
    private final Map<SupportedExport, ExportSync> running = new HashMap<>();
    private @Nullable SyncTargetRef registered;

    /// @param name of the SyncTarget
    /// @param installApis whether APIs that the worker lacks may be installed there
    public TargetSync(
            String name,
            Upstream upstream,
            ObjectClient worker,
            boolean installApis,
            SyncedResources synced,
            Clock clock) {
        this.name = name;
        this.upstream = upstream;
        this.worker = worker;
        this.installApis = installApis;
        this.synced = synced;
        this.clock = clock;
        this.controller =
                Controller.<String>named("target-" + name)
                        .watching(
                                TARGETS,
                                new ListOptions("", "metadata.name=" + name),
                                _ -> List.of(name))
                        .backoff(ApiSync.FAR)
                        .reconciler(_ -> follow());
    }

    public void start() {
        controller.start(upstream.home());
        controller.enqueue(name);
    }

    @Override
    public void close() {
        controller.close();
        running.values().forEach(ExportSync::close);
        running.clear();
    }

    private Result follow() {
        var found = Lookup.find(upstream.home(), TARGETS, name);
        var target = found.flatMap(TargetSync::reference);
        if (found.isEmpty() || target.isEmpty()) {
            log.atError()
                    .addKeyValue("name", name)
                    .log(
                            "no such SyncTarget in the workspace of the kubeconfig; register it"
                                    + " first");
            return Result.done();
        }
        if (registered == null) {
            registered = target.get();
        } else if (!registered.equals(target.get())) {
            // Its namespaces, and all else that is named after the UID, are not the old one's.
            log.atError()
                    .addKeyValue("name", name)
                    .log("the SyncTarget was created anew; restart the syncer to serve it");
            running.values().forEach(ExportSync::close);
            running.clear();
            return Result.done();
        }
        follow(SupportedExport.of(found.get()), target.get());
        return Result.done();
    }

    private void follow(Set<SupportedExport> exports, SyncTargetRef target) {
        for (var export : exports) {
            if (!running.containsKey(export)) {
                var apis = new WorkerApi(worker, target.key(), installApis);
                var sync = new ExportSync(export, upstream, worker, apis, target, synced, clock);
                running.put(export, sync);
                sync.start();
            }
        }
        // An export that is no longer supported keeps its copies; they are only not followed.
        var each = running.entrySet().iterator();
        while (each.hasNext()) {
            var entry = each.next();
            if (!exports.contains(entry.getKey())) {
                entry.getValue().close();
                each.remove();
            }
        }
    }

    private static Optional<SyncTargetRef> reference(KubeObject target) {
        return target.annotation(CLUSTER_ANNOTATION)
                .map(
                        cluster ->
                                new SyncTargetRef(
                                        new ClusterName(cluster), target.name(), target.uid()));
    }
}
