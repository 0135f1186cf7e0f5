package dev.hanse.workspaces.lifecycle;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Tenancy;
import java.time.Clock;
import java.util.List;

/// Tells initializers and terminators of a type where to work.
final class WorkspaceTypeController implements Reconciler<WorkspaceKey> {
    private static final String URLS_READY = "VirtualWorkspaceURLsReady";

    private final ObjectClient client;
    private final ShardConfig shard;
    private final Clock clock;

    WorkspaceTypeController(ObjectClient client, ShardConfig shard, Clock clock) {
        this.client = client;
        this.shard = shard;
        this.clock = clock;
    }

    @Override
    public Result reconcile(WorkspaceKey key) {
        var scope = ResourceScope.in(key.cluster(), Tenancy.WORKSPACE_TYPES);
        var found = client.find(scope, key.name());
        if (found.isEmpty() || found.get().isBeingDeleted()) {
            return Result.done();
        }
        var edited = withUrls(found.get(), key.cluster() + ":" + key.name());
        if (!edited.equals(found.get())) {
            client.updateStatus(scope, edited);
        }
        return Result.done();
    }

    private KubeObject withUrls(KubeObject type, String lifecycleName) {
        return type.with(
                json -> {
                    var urls = json.withObjectProperty("status").putArray("virtualWorkspaces");
                    for (var each : List.of("initializing", "terminating")) {
                        urls.addObject()
                                .put(
                                        "url",
                                        shard.externalUrl()
                                                + "/services/"
                                                + each
                                                + "workspaces/"
                                                + lifecycleName)
                                .put("type", each);
                    }
                    var conditions = Conditions.of(json, clock);
                    conditions.markTrue(URLS_READY);
                    conditions.summarize(List.of(URLS_READY));
                });
    }
}
