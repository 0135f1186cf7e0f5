package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.TargetKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Judges by its heartbeats whether a worker cluster is heard of, and says so on its SyncTarget.
///
/// Only the control plane's clock counts: what is measured is the time since a heartbeat came in,
/// whatever time the agent wrote into it. The agent's time is shown, not compared.
final class SyncTargetReconciler implements Reconciler<ClusterObject> {

    static final String CONNECTED = "Connected";

    private record Heard(String heartbeat, Instant at) {}

    private final ObjectClient client;
    private final StatusWriter writer;
    private final KnownTargets known;
    private final SiteChanges changes;
    private final Retirement retirement;
    private final Duration grace;
    private final Clock clock;
    private final Map<ClusterObject, Heard> heard = new ConcurrentHashMap<>();

    /// @param grace how long a target may be silent
    SyncTargetReconciler(
            ObjectClient client,
            StatusWriter writer,
            KnownTargets known,
            SiteChanges changes,
            Retirement retirement,
            Duration grace,
            Clock clock) {
        this.client = client;
        this.writer = writer;
        this.known = known;
        this.changes = changes;
        this.retirement = retirement;
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    public Result reconcile(ClusterObject id) {
        var key = TargetKey.of(id.cluster(), id.name());
        var scope = ResourceScope.in(id.cluster(), Resources.SYNC_TARGETS);
        var found = Lookup.find(client, scope, id.name());
        if (found.isEmpty()) {
            heard.remove(id);
            known.remove(key.value());
            changes.targetGone(id);
            return Result.done();
        }
        var target = labelled(scope, found.get(), key);
        ensureLocation(id);
        var now = clock.instant();
        var silentAt = lastHeard(id, target, now).plus(grace);
        var connected = connection(target, silentAt.isAfter(now));
        if (!target.isBeingDeleted()) {
            writer.write(scope, target, conditions(connected));
        }
        if (known.put(key.value(), connected)) {
            changes.connectionChanged(key.value());
        }
        changes.targetSeen(id, target, connected);
        if (target.isBeingDeleted()) {
            return retirement.proceed(scope, target, conditions(connected));
        }
        return silentAt.isAfter(now)
                ? Result.requeueAfter(Duration.between(now, silentAt))
                : Result.done();
    }

    /// Not before the epoch, and not in the future.
    private Instant lastHeard(ClusterObject id, KubeObject target, Instant now) {
        var heartbeat = heartbeat(target);
        if (heartbeat.isEmpty()) {
            return Instant.EPOCH;
        }
        return heard.compute(
                        id,
                        (_, before) -> {
                            if (before == null) {
                                // After a restart nobody knows when it came in.
                                var said = Instant.parse(heartbeat);
                                return new Heard(heartbeat, said.isBefore(now) ? said : now);
                            }
                            return before.heartbeat().equals(heartbeat)
                                    ? before
                                    : new Heard(heartbeat, now);
                        })
                .at();
    }

    private static Condition connection(KubeObject target, boolean inTime) {
        var heartbeat = heartbeat(target);
        if (heartbeat.isEmpty()) {
            return Condition.unknown(
                    CONNECTED, "NeverConnected", target.name() + " was not heard of yet");
        }
        return inTime
                ? Condition.yes(CONNECTED, "HeartbeatReceived", "")
                : Condition.unknown(
                        CONNECTED,
                        "TargetUnreachable",
                        target.name() + " was last heard at " + heartbeat);
    }

    private static List<Condition> conditions(Condition connected) {
        var healthy = connected.status().equals("True");
        return List.of(
                connected,
                healthy
                        ? Condition.yes("HeartbeatHealthy", "HeartbeatReceived", "")
                        : Condition.no("HeartbeatHealthy", "ErrorHeartbeat", connected.message()),
                healthy
                        ? Condition.yes("Ready", "Connected", "")
                        : Condition.no("Ready", connected.reason(), connected.message()));
    }

    private static String heartbeat(KubeObject target) {
        return target.status().path("lastSyncerHeartbeatTime").asText();
    }

    private KubeObject labelled(ResourceScope scope, KubeObject target, TargetKey key) {
        var labelled =
                target.label(TargetKey.LABEL_ON_TARGET).filter(key.value()::equals).isPresent();
        var kept = target.finalizers().contains(Retirement.FINALIZER);
        if (target.isBeingDeleted() || (labelled && kept)) {
            return target;
        }
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", target.resourceVersion());
        patch.withObject("/metadata/labels").put(TargetKey.LABEL_ON_TARGET, key.value());
        Retirement.keep(patch, target);
        return client.patch(scope, target.name(), null, PatchType.MERGE, patch);
    }

    /// A workspace with sync targets has at least one Location, so that Placements find them.
    private void ensureLocation(ClusterObject id) {
        var scope = ResourceScope.in(id.cluster(), Resources.LOCATIONS);
        try {
            if (client.list(scope, ListOptions.ALL).items().isEmpty()) {
                client.create(scope, DefaultLocation.OBJECT);
            }
        } catch (ApiException e) {
            // The workspace does not have locations, or somebody else was faster.
            if (!e.isNotFound() && !e.isAlreadyExists()) {
                throw e;
            }
        }
    }
}
