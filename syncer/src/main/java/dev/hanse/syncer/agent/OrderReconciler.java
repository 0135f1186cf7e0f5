package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.transform.OrderStatus;
import dev.hanse.syncer.transform.WorkerCopy;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the worker's copy of one order what the tenant wants, and tells the tenant what the worker
/// says.
///
/// Every step can be repeated, and the next one begins only when the last one is on record, so it
/// does not matter where the agent was killed:
///
/// - the finalizer is on the order before the copy exists, and leaves after the copy is gone;
/// - a copy is deleted because its order is seen deleting or leaving, never because the order is
///   not seen; the one exception needs an [AbsenceProof].
final class OrderReconciler implements Reconciler<OrderKey> {

    private static final Logger log = LoggerFactory.getLogger(OrderReconciler.class);

    // The watches tell about nearly every change; these are for what they may miss.
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    private final TenantSide tenant;
    private final WorkerSide worker;
    private final SecretDelivery secrets;
    private final SyncTargetRef target;
    private final AbsenceProof proof;

    OrderReconciler(
            TenantSide tenant,
            WorkerSide worker,
            SecretDelivery secrets,
            SyncTargetRef target,
            AbsenceProof proof) {
        this.tenant = tenant;
        this.worker = worker;
        this.secrets = secrets;
        this.target = target;
        this.proof = proof;
    }

    @Override
    public Result reconcile(OrderKey key) {
        var order = tenant.find(key);
        if (order.isEmpty()) {
            return removeOrphan(key);
        }
        if (tenant.isLeaving(order.get())) {
            return withdraw(key, order.get());
        }
        if (tenant.isPlacedHere(order.get())) {
            return carry(key, order.get());
        }
        // Not ours, or its label was taken off by hand: the copy, if any, stays as it is.
        return Result.done();
    }

    private Result carry(OrderKey key, KubeObject found) {
        var order = tenant.hold(key, found);
        var locator = key.locator(target);
        var live = worker.find(locator, key.name());
        if (live.isPresent() && !WorkerSide.owns(live.get(), locator)) {
            tenant.report(key, order, JsonNodeFactory.instance.objectNode(), Synced.conflict());
            return Result.requeueAfter(LATER);
        }
        if (live.isPresent() && (live.get().isBeingDeleted() || !isCopyOf(live.get(), order))) {
            worker.delete(live.get(), locator);
            tenant.report(key, order, OrderStatus.of(live.get()), Synced.replacing());
            return Result.requeueAfter(SOON);
        }
        var copy = apply(key, order, locator, live);
        var problem = secrets.deliver(key, order, copy);
        tenant.report(key, order, OrderStatus.of(copy), problem.orElse(Synced.applied()));
        return problem.isPresent() ? Result.requeueAfter(SOON) : Result.done();
    }

    private KubeObject apply(
            OrderKey key, KubeObject order, NamespaceLocator locator, Optional<KubeObject> live) {
        try {
            return worker.apply(WorkerCopy.of(order, locator), locator, live);
        } catch (ApiException e) {
            var status = live.map(OrderStatus::of).orElse(JsonNodeFactory.instance.objectNode());
            tenant.report(key, order, status, Synced.refused(e));
            throw e;
        }
    }

    private Result withdraw(OrderKey key, KubeObject order) {
        var locator = key.locator(target);
        var live = worker.findOwn(locator, key.name());
        if (live.isPresent()) {
            var copy = live.get();
            worker.delete(copy, locator);
            var blocked = copy.isBeingDeleted() && !copy.finalizers().isEmpty();
            tenant.report(
                    key,
                    order,
                    OrderStatus.of(copy),
                    blocked ? Synced.blocked(copy.finalizers()) : Synced.removing());
            return Result.requeueAfter(LATER);
        }
        secrets.withdraw(key, order.uid());
        tenant.release(key, order);
        return Result.done();
    }

    /// The order does not exist; what of a copy?
    private Result removeOrphan(OrderKey key) {
        var locator = key.locator(target);
        var live = worker.findOwn(locator, key.name());
        if (live.isEmpty()) {
            return Result.done();
        }
        if (!proof.holds() || tenant.find(key).isPresent()) {
            log.atWarn().addKeyValue("key", key).log("order not found, but not proven gone");
            return Result.requeueAfter(LATER);
        }
        log.atInfo().addKeyValue("key", key).log("removing the copy of an order that is gone");
        worker.delete(live.get(), locator);
        live.get().annotation(WorkerCopy.UPSTREAM_UID).ifPresent(uid -> secrets.withdraw(key, uid));
        return Result.requeueAfter(LATER);
    }

    private static boolean isCopyOf(KubeObject copy, KubeObject order) {
        return copy.annotation(WorkerCopy.UPSTREAM_UID).filter(order.uid()::equals).isPresent();
    }
}
