package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.registry.Ledger;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Charges writes to the quotas of their namespace, and refuses what would exceed one.
///
/// Each new usage is committed together with the object behind it, and only if nobody else changed
/// the quota meanwhile: two writes never share the last piece, and usage needs no correction after
/// a deletion or a crash. Thread-safe.
public final class QuotaLedger implements Ledger {

    static final GroupResource QUOTAS = new GroupResource("", "resourcequotas");
    private static final StorageResource STORED = StorageResource.builtIn(QUOTAS);
    private static final int CLUSTERS = 10_000;

    private final StoredObjects objects;
    private final StoredForm form;

    /// Most namespaces have no quota, and their writes shall not cost a read to find that out.
    private final ClusterCache<Set<String>> limitedNamespaces;

    public QuotaLedger(StoredObjects objects, StoredForm form) {
        this.objects = objects;
        this.form = form;
        this.limitedNamespaces =
                objects.cache(
                        List.of(STORED),
                        CLUSTERS,
                        cluster ->
                                objects.list(STORED, cluster).stream()
                                        .map(KubeObject::namespace)
                                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public boolean concerns(AdmissionRequest request) {
        return !request.namespace().isEmpty()
                && Meter.meters(request.resource().groupResource())
                && limitedNamespaces.get(request.cluster()).contains(request.namespace());
    }

    @Override
    public Charge charge(AdmissionRequest request) {
        var meter = Meter.of(request.resource().groupResource());
        var conditions = new ArrayList<Condition>();
        var writes = new ArrayList<Write>();
        for (var stored : objects.list(STORED, request.cluster(), request.namespace())) {
            var quota = new Quota(stored);
            var change = change(quota, meter, request).withoutZeros();
            // A quota that is itself written accounts for nothing: its controller counts again.
            if (change.isEmpty() || isSame(request, stored)) {
                continue;
            }
            var used = quota.used().plus(change).notNegative();
            if (!request.subresource().equals("status")) {
                requireWithin(quota, change, used, request);
            }
            var key =
                    Keyspace.key(
                            STORED,
                            new ObjectKey(request.cluster(), request.namespace(), stored.name()));
            conditions.add(
                    new Condition(key, new Revision(Long.parseLong(stored.resourceVersion()))));
            writes.add(new Write.Put(key, form.encode(quota.withUsed(used).json())));
        }
        return new Charge(conditions, writes);
    }

    /// How much more than before the object uses of what the quota limits.
    private static Amounts change(Quota quota, Meter meter, AdmissionRequest request) {
        var now = request.operation() == Operation.DELETE ? null : request.object();
        var old = request.oldObject();
        if (now != null) {
            requireUsable(quota, meter, request, now);
        }
        return usage(quota, meter, now).minus(usage(quota, meter, old == null ? null : old.json()));
    }

    private static Amounts usage(Quota quota, Meter meter, @Nullable ObjectNode object) {
        if (object == null) {
            return Amounts.NONE;
        }
        return meter.usage(object).only(quota.limits(meter, object));
    }

    private static void requireUsable(
            Quota quota, Meter meter, AdmissionRequest request, JsonNode object) {
        boolean charged =
                request.operation() == Operation.CREATE || request.subresource().equals("resize");
        var limited = quota.limits(meter, object);
        if (!charged || limited.isEmpty()) {
            return;
        }
        var missing = meter.missing(limited, object);
        if (!missing.isEmpty()) {
            throw forbidden(request, "failed quota: " + quota.name() + ": " + missing);
        }
        if (!quota.used().byName().keySet().containsAll(limited)) {
            throw forbidden(
                    request,
                    "status unknown for quota: "
                            + quota.name()
                            + ", resources: "
                            + String.join(",", limited));
        }
    }

    private static void requireWithin(
            Quota quota, Amounts change, Amounts used, AdmissionRequest request) {
        var hard = quota.hard();
        var exceeded =
                change.byName().entrySet().stream()
                        .filter(each -> each.getValue().signum() > 0)
                        .filter(
                                each ->
                                        used.get(each.getKey()).compareTo(hard.get(each.getKey()))
                                                > 0)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        if (!exceeded.isEmpty()) {
            throw forbidden(
                    request,
                    "exceeded quota: "
                            + quota.name()
                            + ", requested: "
                            + change.only(exceeded)
                            + ", used: "
                            + quota.used().only(exceeded)
                            + ", limited: "
                            + hard.only(exceeded));
        }
    }

    private static boolean isSame(AdmissionRequest request, KubeObject quota) {
        return request.resource().groupResource().equals(QUOTAS)
                && request.name().equals(quota.name());
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(request.resource().groupResource(), request.name(), why);
    }
}
