package dev.hanse.syncer.agent;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Backoff;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.syncer.api.ExportedApi;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.ResourceKey;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.transform.RelatedSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The running synchronisation of one API through one virtual workspace: what is watched on either
/// side feeds one [OrderReconciler].
final class ApiSync implements AutoCloseable {

    /// Between two sides that may be far apart and gone for a week.
    static final Backoff FAR = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(15));

    private static final int WORKERS = 4;

    private final ObjectClient tenants;
    private final ObjectClient worker;
    private final Controller<OrderKey> orders;
    private final Controller<OrderKey> copies;

    /// @param tenants the consumers of the export
    ApiSync(
            ObjectClient tenants,
            ObjectClient worker,
            ExportedApi api,
            RelatedSecrets related,
            SyncTargetRef target,
            AbsenceProof proof,
            Clock clock) {
        this.tenants = tenants;
        this.worker = worker;
        var resource = api.resource();
        var delivery =
                new SecretDelivery(tenants, worker, related, resource.groupResource(), target);
        var reconciler =
                new OrderReconciler(
                        new TenantSide(tenants, api, target, clock),
                        new WorkerSide(worker, resource),
                        delivery,
                        target,
                        proof);
        this.orders =
                Controller.<OrderKey>named("sync-" + resource.resource())
                        .watching(
                                ResourceScope.everywhere(resource),
                                ListOptions.labelled(target.key().selector()),
                                order -> OrderKey.ofOrder(order).stream().toList())
                        .lanes(OrderKey::cluster)
                        .backoff(FAR)
                        .workers(WORKERS)
                        .reconciler(reconciler);
        var ours = NamespaceLocator.OWNERSHIP_LABEL + "=" + target.key();
        this.copies =
                Controller.<OrderKey>named("copies-" + resource.resource())
                        .watching(
                                ResourceScope.in(WorkerSide.WORKER, resource),
                                ListOptions.labelled(ours),
                                copy -> OrderKey.ofCopy(copy, target).stream().toList())
                        .watching(
                                ResourceScope.in(WorkerSide.WORKER, Resources.SECRETS),
                                ListOptions.labelled(
                                        ours
                                                + ","
                                                + SecretDelivery.ORDER_RESOURCE_LABEL
                                                + "="
                                                + ResourceKey.of(resource.groupResource())),
                                secret -> ofSecret(secret, target))
                        .backoff(FAR)
                        .reconciler(
                                key -> {
                                    orders.enqueue(key);
                                    return Result.done();
                                });
    }

    void start() {
        orders.start(tenants);
        copies.start(worker);
    }

    @Override
    public void close() {
        copies.close();
        orders.close();
    }

    private static List<OrderKey> ofSecret(KubeObject secret, SyncTargetRef target) {
        var name = secret.annotation(SecretDelivery.ORDER_NAME_ANNOTATION);
        var locator =
                secret.annotation(NamespaceLocator.ANNOTATION)
                        .flatMap(NamespaceLocator::parse)
                        .filter(it -> it.target().equals(target));
        if (name.isEmpty() || locator.isEmpty()) {
            return List.of();
        }
        var from = locator.get();
        return List.of(new OrderKey(from.cluster(), from.namespace(), name.get()));
    }
}
