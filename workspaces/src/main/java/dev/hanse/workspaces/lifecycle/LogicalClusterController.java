package dev.hanse.workspaces.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Carries a logical cluster through its phases: initializes it, says when it is ready, keeps the
/// labels that initializers and terminators select by, and hands it over to [ContentDeletion] at
/// the end.
final class LogicalClusterController implements Reconciler<ClusterName> {
    private final ObjectClient client;
    private final Initialization initialization;
    private final ContentDeletion deletion;
    private final ShardConfig shard;
    private final Clock clock;

    LogicalClusterController(
            ObjectClient client,
            Initialization initialization,
            ContentDeletion deletion,
            ShardConfig shard,
            Clock clock) {
        this.client = client;
        this.initialization = initialization;
        this.deletion = deletion;
        this.shard = shard;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterName cluster) {
        var found = client.find(Scheduling.clusterScope(cluster), Tenancy.LOGICAL_CLUSTER_NAME);
        if (found.isEmpty()) {
            return Result.done();
        }
        var object = found.get();
        if (object.isBeingDeleted()) {
            return delete(cluster, object);
        }
        return switch (Phase.of(object)) {
            case SCHEDULING -> startUnlessOwned(cluster, object);
            case INITIALIZING -> initialize(cluster, object);
            case READY, UNAVAILABLE, INACTIVE, TERMINATING, DELETING -> {
                var labelled = writeMetadata(cluster, object, object);
                writeStatus(cluster, labelled, labelled.with(json -> writeUrl(cluster, json)));
                yield Result.done();
            }
        };
    }

    /// A cluster behind a workspace is started by the workspace; others have nobody else to do it.
    private Result startUnlessOwned(ClusterName cluster, KubeObject object) {
        if (!object.spec().has("owner")) {
            writeStatus(
                    cluster,
                    object,
                    object.with(
                            json -> {
                                Phase.INITIALIZING.writeTo(json);
                                writeUrl(cluster, json);
                            }));
        }
        return Result.done();
    }

    private Result initialize(ClusterName cluster, KubeObject object) {
        var progress = initialization.advance(cluster, object);
        var edited =
                object.with(
                        json -> {
                            var left = new ArrayList<String>();
                            object.status()
                                    .path("initializers")
                                    .forEach(each -> left.add(each.asText()));
                            left.removeAll(progress.done());
                            write(json, left);
                            describe(json, progress, left);
                            if (left.isEmpty()) {
                                Phase.READY.writeTo(json);
                            }
                        });
        var labelled = writeMetadata(cluster, object, edited);
        writeStatus(
                cluster,
                labelled,
                labelled.with(json -> json.set("status", edited.status().deepCopy())));
        return progress.retryAfter().isZero()
                ? Result.done()
                : Result.requeueAfter(progress.retryAfter());
    }

    private static void write(ObjectNode json, List<String> left) {
        var status = json.withObjectProperty("status");
        if (left.isEmpty()) {
            status.remove("initializers");
        } else {
            var list = status.putArray("initializers");
            left.forEach(list::add);
        }
    }

    private void describe(ObjectNode json, Initialization.Progress progress, List<String> left) {
        var conditions = Conditions.of(json, clock);
        if (progress.concernsBindings()) {
            if (progress.bindingProblem().isEmpty()) {
                conditions.markTrue("APIBindingsInitialized");
            } else {
                conditions.markFalse(
                        "APIBindingsInitialized",
                        progress.bindingReason(),
                        progress.bindingSeverity(),
                        progress.bindingProblem());
            }
        }
        if (left.isEmpty()) {
            conditions.markTrue("WorkspaceInitialized");
        } else {
            conditions.markFalse(
                    "WorkspaceInitialized",
                    "InitializerExists",
                    Severity.INFO,
                    "Initializers still exist: " + left);
        }
    }

    private Result delete(ClusterName cluster, KubeObject object) {
        var next =
                object.status().path("terminators").isEmpty() ? Phase.DELETING : Phase.TERMINATING;
        var edited = object.with(next::writeTo);
        var labelled = writeMetadata(cluster, object, edited);
        var current =
                writeStatus(
                        cluster,
                        labelled,
                        labelled.with(json -> json.set("status", edited.status().deepCopy())));
        return deletion.advance(cluster, current);
    }

    private void writeUrl(ClusterName cluster, ObjectNode json) {
        json.withObjectProperty("status").put("URL", shard.clusterUrl(cluster.value()));
    }

    /// Labels and finalizers as the coming status wants them; written first, so that whoever
    /// selects by label never misses an object whose status already shows the phase.
    private KubeObject writeMetadata(ClusterName cluster, KubeObject object, KubeObject coming) {
        var edited =
                object.with(
                        json -> {
                            var metadata = Metadata.of(json);
                            metadata.annotate(Marks.SHARD, shard.name());
                            label(metadata, coming);
                            if (coming.status().path("terminators").isEmpty()) {
                                metadata.removeFinalizer(Marks.TERMINATORS_FINALIZER);
                            } else if (!object.isBeingDeleted()) {
                                metadata.addFinalizer(Marks.TERMINATORS_FINALIZER);
                            }
                            if (Phase.of(coming) == Phase.READY) {
                                UserInfo.parse(metadata.annotation(Marks.OWNER))
                                        .map(UserInfo::nameOnly)
                                        .ifPresent(name -> metadata.annotate(Marks.OWNER, name));
                            }
                        });
        return edited.equals(object)
                ? object
                : client.update(Scheduling.clusterScope(cluster), edited);
    }

    private static void label(Metadata metadata, KubeObject coming) {
        Map<String, String> wanted = new HashMap<>();
        coming.status()
                .path("initializers")
                .forEach(
                        each ->
                                wanted.put(
                                        Marks.initializerLabel(each.asText()),
                                        Marks.lifecycleLabelValue(each.asText())));
        coming.status()
                .path("terminators")
                .forEach(
                        each ->
                                wanted.put(
                                        Marks.terminatorLabel(each.asText()),
                                        Marks.lifecycleLabelValue(each.asText())));
        for (var key : metadata.labelKeys()) {
            if (Marks.isLifecycleLabel(key) && !wanted.containsKey(key)) {
                metadata.removeLabel(key);
            }
        }
        wanted.forEach(metadata::label);
        metadata.label(Marks.PHASE_LABEL, Phase.of(coming).toString());
    }

    private KubeObject writeStatus(ClusterName cluster, KubeObject before, KubeObject after) {
        return after.equals(before)
                ? before
                : client.updateStatus(Scheduling.clusterScope(cluster), after);
    }
}
