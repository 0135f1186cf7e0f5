package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.mapping.TargetKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keeps a SyncTarget that somebody deletes until every order has left it.
///
/// Its agent gives the orders back, and they go to other sites. An agent that will never come back
/// cannot do that; then an administrator says so with an annotation, and the control plane takes
/// the orders back itself. Whatever still runs at the site is from then on nobody's.
final class Retirement {

    /// On every SyncTarget.
    static final String FINALIZER = "workload.kcp.io/placed-orders";

    /// On a SyncTarget: `true` if its agent is gone for ever.
    static final String FORCE_ANNOTATION = "workload.kcp.io/force-retirement";

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final ObjectClient client;
    private final StatusWriter writer;
    private final Function<KubeObject, Optional<List<OrderId>>> placed;

    /// @param placed the orders on a target; empty if that is not known yet
    Retirement(
            ObjectClient client,
            StatusWriter writer,
            Function<KubeObject, Optional<List<OrderId>>> placed) {
        this.client = client;
        this.writer = writer;
        this.placed = placed;
    }

    /// Adds to a merge patch that the target is to be kept.
    static void keep(ObjectNode patch, KubeObject target) {
        finalizersWithout(FINALIZER, patch, target).add(FINALIZER);
    }

    /// Does the next step of a deletion.
    ///
    /// @param conditions that the target has besides
    Result proceed(ResourceScope scope, KubeObject target, List<Condition> conditions) {
        var orders = placed.apply(target);
        if (orders.isEmpty()) {
            return Result.requeueAfter(AGAIN);
        }
        var left = orders.get();
        if (left.isEmpty()) {
            var patch = guarded(target);
            finalizersWithout(FINALIZER, patch, target);
            client.patch(scope, target.name(), null, PatchType.MERGE, patch);
            return Result.done();
        }
        if (target.annotation(FORCE_ANNOTATION).filter("true"::equals).isPresent()) {
            var key = TargetKey.of(Clusters.require(target), target.name());
            left.forEach(order -> takeBack(order, key, target.name()));
        } else {
            writer.write(scope, target, with(conditions, left.size()));
        }
        return Result.requeueAfter(AGAIN);
    }

    private void takeBack(OrderId id, TargetKey key, String name) {
        var found = Lookup.find(client, id.scope(), id.name());
        if (found.isEmpty()) {
            return;
        }
        var order = withoutStatus(id, found.get(), SyncTargetRef.statusManager(name));
        var patch = guarded(order);
        finalizersWithout(key.finalizer(), patch, order);
        patch.withObject("/metadata/labels").putNull(key.stateLabel());
        patch.withObject("/metadata/annotations")
                .putNull(key.deletionAnnotation())
                .putNull(TargetKey.TARGET_NAME_ANNOTATION);
        client.patch(id.scope(), id.name(), null, PatchType.MERGE, patch);
    }

    /// What the site said last is nothing to go by any more.
    private KubeObject withoutStatus(OrderId id, KubeObject order, String manager) {
        if (!id.api().api().hasStatus()) {
            return order;
        }
        var nothing =
                KubeObject.of(
                        order.groupVersionKind(),
                        id.namespace().isEmpty() ? null : id.namespace(),
                        id.name());
        return client.apply(id.scope(), id.name(), "status", nothing.json(), manager, true);
    }

    private static List<Condition> with(List<Condition> conditions, int left) {
        var message = "orders still here: " + left;
        var all = new ArrayList<>(conditions);
        all.add(Condition.yes("Retiring", "OrdersRemain", message));
        return all;
    }

    private static ObjectNode guarded(KubeObject object) {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", object.resourceVersion());
        return patch;
    }

    private static ArrayNode finalizersWithout(
            String finalizer, ObjectNode patch, KubeObject object) {
        var kept = patch.withObject("/metadata").putArray("finalizers");
        object.finalizers().stream().filter(it -> !it.equals(finalizer)).forEach(kept::add);
        return kept;
    }
}
