package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.ResourceKey;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.transform.RelatedSecrets;
import dev.hanse.syncer.transform.TenantSecret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Brings the secrets that a worker's copy names to the tenant, keeps them the same, and takes them
/// away with the order.
final class SecretDelivery {

    /// On a secret of the worker: which order it belongs to, so that its changes are noticed.
    static final String ORDER_NAME_ANNOTATION = "internal.workload.kcp.io/order-name";

    /// On a secret of the worker: the resource of that order.
    static final String ORDER_RESOURCE_LABEL = "internal.workload.kcp.io/order-resource";

    private final ObjectClient tenants;
    private final ObjectClient worker;
    private final RelatedSecrets related;
    private final GroupResource resource;
    private final SyncTargetRef target;
    private final Map<String, Set<String>> delivered = new ConcurrentHashMap<>();

    SecretDelivery(
            ObjectClient tenants,
            ObjectClient worker,
            RelatedSecrets related,
            GroupResource resource,
            SyncTargetRef target) {
        this.tenants = tenants;
        this.worker = worker;
        this.related = related;
        this.resource = resource;
        this.target = target;
    }

    /// Delivers what `copy` names.
    ///
    /// @return what stands in the way, if anything does
    Optional<Condition> deliver(OrderKey key, KubeObject order, KubeObject copy) {
        if (key.namespace().isEmpty()) {
            return Optional.empty();
        }
        var names = related.namesIn(copy);
        var known = delivered.get(order.uid());
        if (names.isEmpty() && known != null && known.isEmpty()) {
            return Optional.empty();
        }
        try {
            for (var name : names) {
                var problem = deliver(key, order, copy.namespace(), name);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            if (!names.equals(known)) {
                removeExcept(key, order.uid(), names);
                delivered.put(order.uid(), names);
            }
            return Optional.empty();
        } catch (ApiException e) {
            // Without an accepted claim, the view answers 403 or does not know secrets at all.
            if (e.code() == 403 || e.isNotFound()) {
                return names.isEmpty() ? Optional.empty() : Optional.of(Synced.secretNotClaimed());
            }
            throw e;
        }
    }

    /// Takes away everything that was delivered for an order.
    void withdraw(OrderKey key, String orderUid) {
        if (!key.namespace().isEmpty()) {
            try {
                removeExcept(key, orderUid, Set.of());
            } catch (ApiException e) {
                // A claim that is no longer accepted leaves the tenant in charge of the secrets.
                if (e.code() != 403 && !e.isNotFound()) {
                    throw e;
                }
            }
        }
        delivered.remove(orderUid);
    }

    private Optional<Condition> deliver(
            OrderKey key, KubeObject order, String workerNamespace, String name) {
        var here = ResourceScope.in(WorkerSide.WORKER, Resources.SECRETS, workerNamespace);
        var found = Lookup.find(worker, here, name);
        if (found.isEmpty()) {
            return Optional.of(Synced.secretMissing(name));
        }
        var secret = found.get();
        if (secret.label(ORDER_RESOURCE_LABEL).isEmpty()) {
            worker.patch(here, name, null, PatchType.MERGE, mark(key));
        }
        var there = ResourceScope.in(key.cluster(), Resources.SECRETS, key.namespace());
        var wanted = TenantSecret.of(secret, order, target.name());
        var existing = Lookup.find(tenants, there, name);
        if (existing.isEmpty()) {
            return create(there, new KubeObject(wanted), name);
        }
        if (!TenantSecret.belongsTo(existing.get(), order.uid())) {
            return Optional.of(Synced.secretTaken(name));
        }
        if (!TenantSecret.sameContent(existing.get(), secret)) {
            tenants.apply(
                    there, name, null, wanted, SyncTargetRef.statusManager(target.name()), true);
        }
        return Optional.empty();
    }

    private Optional<Condition> create(ResourceScope there, KubeObject secret, String name) {
        try {
            tenants.create(there, secret);
            return Optional.empty();
        } catch (ApiException e) {
            // A secret that the claim's selector does not cover cannot be seen, but is there.
            if (e.isAlreadyExists()) {
                return Optional.of(Synced.secretTaken(name));
            }
            throw e;
        }
    }

    private JsonNode mark(OrderKey key) {
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata");
        metadata.putObject("labels")
                .put(NamespaceLocator.OWNERSHIP_LABEL, target.key().value())
                .put(ORDER_RESOURCE_LABEL, ResourceKey.of(resource).value());
        metadata.putObject("annotations")
                .put(NamespaceLocator.ANNOTATION, key.locator(target).json())
                .put(ORDER_NAME_ANNOTATION, key.name());
        return patch;
    }

    private void removeExcept(OrderKey key, String orderUid, Set<String> names) {
        var scope = ResourceScope.in(key.cluster(), Resources.SECRETS, key.namespace());
        var ours = ListOptions.labelled(TenantSecret.ORDER_UID_LABEL + "=" + orderUid);
        for (var each : tenants.list(scope, ours).items()) {
            if (!names.contains(each.name())) {
                tenants.delete(scope, each.name(), new DeleteOptions(each.uid(), "", ""));
            }
        }
    }
}
