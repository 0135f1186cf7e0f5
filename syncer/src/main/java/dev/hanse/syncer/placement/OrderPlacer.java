package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.mapping.TargetKey;
import dev.hanse.syncer.transform.OrderStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;

/// Marks one order for the worker cluster that is to hold it, and tells its tenant where that is,
/// whether the site is heard of, or why there is none.
final class OrderPlacer implements Reconciler<OrderId> {

    private final ObjectClient client;
    private final TenantPlacements placements;
    private final StatusWriter writer;
    private final Ledger ledger;
    private final KnownTargets known;
    private final Clock clock;

    OrderPlacer(
            ObjectClient client,
            TenantPlacements placements,
            StatusWriter writer,
            Ledger ledger,
            KnownTargets known,
            Clock clock) {
        this.client = client;
        this.placements = placements;
        this.writer = writer;
        this.ledger = ledger;
        this.known = known;
        this.clock = clock;
    }

    @Override
    public Result reconcile(OrderId id) {
        var found = Lookup.find(client, id.scope(), id.name());
        if (found.isEmpty()) {
            ledger.remove(id);
            return Result.done();
        }
        var order = found.get();
        var current = currentKey(order);
        ledger.put(id, current);
        if (order.isBeingDeleted() || isLeaving(order, current)) {
            report(id, order, current, scheduled(order));
            return Result.done();
        }
        switch (placements.choose(id, order, current)) {
            case Choice.Stay() -> report(id, order, current, scheduled(order));
            case Choice.Go(var to) -> place(id, order, to);
            case Choice.Leave() -> evict(id, order, current);
            case Choice.Impossible(var reason, var message) -> {
                // It stays where it is: nowhere is not better than somewhere.
                var no = Condition.no(OrderStatus.SCHEDULED, reason, message);
                report(id, order, current, current.isEmpty() ? no : scheduled(order));
            }
        }
        return Result.done();
    }

    private void place(OrderId id, KubeObject order, Candidate to) {
        var key = to.key();
        ledger.put(id, key.value());
        var patch = patchOf(order);
        var metadata = patch.withObject("/metadata");
        metadata.putObject("labels").put(key.stateLabel(), TargetKey.SYNC);
        metadata.putObject("annotations").put(TargetKey.TARGET_NAME_ANNOTATION, to.target().name());
        var placed = client.patch(id.scope(), id.name(), null, PatchType.MERGE, patch);
        report(id, placed, key.value(), scheduled(placed));
    }

    /// Asks the agent to give the order back. The next choice is made when it has.
    private void evict(OrderId id, KubeObject order, String current) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var patch = patchOf(order);
        patch.withObject("/metadata/annotations")
                .put(new TargetKey(current).deletionAnnotation(), now.toString());
        client.patch(id.scope(), id.name(), null, PatchType.MERGE, patch);
    }

    private void report(OrderId id, KubeObject order, String key, Condition scheduled) {
        if (!id.api().api().hasConditions()) {
            return;
        }
        var conditions = new ArrayList<Condition>();
        conditions.add(scheduled);
        known.connection(key)
                .map(
                        it ->
                                new Condition(
                                        OrderStatus.SITE_CONNECTED,
                                        it.status(),
                                        it.reason(),
                                        it.message()))
                .ifPresent(conditions::add);
        writer.write(id.scope(), order, conditions);
    }

    private static Condition scheduled(KubeObject order) {
        var name = order.annotation(TargetKey.TARGET_NAME_ANNOTATION);
        return name.isPresent()
                ? Condition.yes(OrderStatus.SCHEDULED, "Scheduled", "placed on " + name.get())
                : Condition.no(OrderStatus.SCHEDULED, "Unscheduled", "");
    }

    /// The key of the target that has the order, by its state label.
    private static String currentKey(KubeObject order) {
        return order.labels().entrySet().stream()
                .filter(each -> each.getKey().startsWith(TargetKey.STATE_LABEL_PREFIX))
                .filter(each -> each.getValue().equals(TargetKey.SYNC))
                .map(each -> each.getKey().substring(TargetKey.STATE_LABEL_PREFIX.length()))
                .sorted()
                .findFirst()
                .orElse(Ledger.NOWHERE);
    }

    private static boolean isLeaving(KubeObject order, String current) {
        return !current.isEmpty()
                && order.annotation(new TargetKey(current).deletionAnnotation()).isPresent();
    }

    /// A merge patch that only fits the order as it was read.
    private static ObjectNode patchOf(KubeObject order) {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", order.resourceVersion());
        return patch;
    }
}
