package dev.hanse.workspaces.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.api.UserInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Gives a Workspace its logical cluster, reports how that cluster is doing, and takes it down
/// again.
final class WorkspaceController implements Reconciler<WorkspaceKey> {
    private static final Duration LOST_FOR_GOOD = Duration.ofMinutes(1);

    private final ObjectClient client;
    private final Scheduling scheduling;
    private final Clock clock;

    WorkspaceController(ObjectClient client, Scheduling scheduling, Clock clock) {
        this.client = client;
        this.scheduling = scheduling;
        this.clock = clock;
    }

    @Override
    public Result reconcile(WorkspaceKey key) {
        var found = client.find(scope(key), key.name());
        if (found.isEmpty() || found.get().spec().has("mount")) {
            return Result.done();
        }
        return found.get().isBeingDeleted() ? delete(key, found.get()) : carryOn(key, found.get());
    }

    private Result carryOn(WorkspaceKey key, KubeObject workspace) {
        return switch (scheduling.schedule(key, workspace)) {
            case Scheduling.Placed(var placed, var cluster) -> report(key, placed, cluster);
            case Scheduling.Unplaced(var reason, var message) -> {
                writeStatus(
                        key,
                        workspace,
                        edited ->
                                Conditions.of(edited, clock)
                                        .markFalse(
                                                "WorkspaceScheduled",
                                                reason,
                                                Severity.ERROR,
                                                message));
                yield Result.done();
            }
        };
    }

    private Result report(WorkspaceKey key, KubeObject workspace, Optional<KubeObject> cluster) {
        if (cluster.isEmpty()) {
            return reportLost(key, workspace);
        }
        var next = phase(cluster.get());
        var labelled = writeMetadata(key, workspace, next);
        writeStatus(
                key,
                labelled,
                edited -> {
                    next.writeTo(edited);
                    mirror(edited, cluster.get());
                    var conditions = Conditions.of(edited, clock);
                    conditions.markTrue("WorkspaceScheduled");
                    if (next == Phase.READY) {
                        conditions.markTrue("WorkspaceInitialized");
                    } else {
                        conditions.markFalse(
                                "WorkspaceInitialized",
                                "InitializerExists",
                                Severity.INFO,
                                waitingFor(cluster.get()));
                    }
                });
        return Result.done();
    }

    /// Ready as soon as the cluster has been initialized, until then Initializing.
    private static Phase phase(KubeObject cluster) {
        return Phase.of(cluster) == Phase.SCHEDULING
                        || !cluster.status().path("initializers").isEmpty()
                ? Phase.INITIALIZING
                : Phase.READY;
    }

    private static String waitingFor(KubeObject cluster) {
        return Phase.of(cluster) == Phase.SCHEDULING
                ? "LogicalCluster is not initializing yet"
                : "Initializers still exist: " + cluster.status().path("initializers");
    }

    private Result reportLost(WorkspaceKey key, KubeObject workspace) {
        var since =
                Conditions.find(workspace.json(), "WorkspaceInitialized")
                        .filter(each -> each.path("reason").asText().equals("WorkspaceDisappeared"))
                        .map(each -> Instant.parse(each.path("lastTransitionTime").asText()));
        boolean given =
                since.isPresent() && since.get().plus(LOST_FOR_GOOD).isBefore(clock.instant());
        writeStatus(
                key,
                workspace,
                edited -> {
                    if (given) {
                        Phase.UNAVAILABLE.writeTo(edited);
                    }
                    Conditions.of(edited, clock)
                            .markFalse(
                                    "WorkspaceInitialized",
                                    "WorkspaceDisappeared",
                                    Severity.ERROR,
                                    "the LogicalCluster object disappeared");
                });
        return given ? Result.done() : Result.requeueAfter(LOST_FOR_GOOD);
    }

    private KubeObject writeMetadata(WorkspaceKey key, KubeObject workspace, Phase phase) {
        var edited =
                workspace.with(
                        json -> {
                            var metadata = Metadata.of(json);
                            metadata.label(Marks.PHASE_LABEL, phase.toString());
                            if (phase == Phase.READY) {
                                UserInfo.parse(metadata.annotation(Marks.OWNER))
                                        .map(UserInfo::nameOnly)
                                        .ifPresent(name -> metadata.annotate(Marks.OWNER, name));
                            }
                        });
        return edited.equals(workspace) ? workspace : client.update(scope(key), edited);
    }

    private static void mirror(ObjectNode workspace, KubeObject cluster) {
        var status = workspace.withObjectProperty("status");
        for (var list : List.of("initializers", "terminators")) {
            var values = cluster.status().path(list);
            if (values.isEmpty()) {
                status.remove(list);
            } else {
                status.set(list, values.deepCopy());
            }
        }
    }

    private Result delete(WorkspaceKey key, KubeObject workspace) {
        var finalizers = workspace.finalizers();
        if (!finalizers.contains(Marks.WORKSPACE_FINALIZER)) {
            return Result.done();
        }
        var name = Scheduling.clusterOf(workspace);
        var cluster = name.flatMap(each -> ownedCluster(workspace, each));
        if (cluster.isEmpty()) {
            var released =
                    workspace.with(
                            json -> Metadata.of(json).removeFinalizer(Marks.WORKSPACE_FINALIZER));
            client.update(scope(key), released);
            return Result.done();
        }
        var next =
                cluster.get().status().path("terminators").isEmpty()
                        ? Phase.DELETING
                        : Phase.TERMINATING;
        var labelled = writeMetadata(key, workspace, next);
        writeStatus(
                key,
                labelled,
                edited -> {
                    next.writeTo(edited);
                    mirror(edited, cluster.get());
                    copyContentDeleted(edited, cluster.get());
                });
        // Foreign finalizers may still need the content.
        if (finalizers.size() == 1 && !cluster.get().isBeingDeleted()) {
            client.delete(
                    Scheduling.clusterScope(name.orElseThrow()),
                    Tenancy.LOGICAL_CLUSTER_NAME,
                    new DeleteOptions(cluster.get().uid(), "", ""));
        }
        return Result.done();
    }

    private Optional<KubeObject> ownedCluster(KubeObject workspace, ClusterName name) {
        return client.find(Scheduling.clusterScope(name), Tenancy.LOGICAL_CLUSTER_NAME)
                .filter(each -> Scheduling.isOwnedBy(each, workspace));
    }

    private void copyContentDeleted(ObjectNode workspace, KubeObject cluster) {
        Conditions.find(cluster.json(), "WorkspaceContentDeleted")
                .filter(each -> each.path("status").asText().equals("False"))
                .ifPresent(
                        each ->
                                Conditions.of(workspace, clock)
                                        .markFalse(
                                                "WorkspaceContentDeleted",
                                                each.path("reason").asText(),
                                                Severity.INFO,
                                                each.path("message").asText()));
    }

    private void writeStatus(WorkspaceKey key, KubeObject workspace, Consumer<ObjectNode> edit) {
        var edited = workspace.with(edit);
        if (!edited.equals(workspace)) {
            client.updateStatus(scope(key), edited);
        }
    }

    private static ResourceScope scope(WorkspaceKey key) {
        return ResourceScope.in(key.cluster(), Tenancy.WORKSPACES);
    }
}
