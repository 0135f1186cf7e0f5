package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.ExportedApi;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.mapping.SyncTargetRef;
import dev.hanse.syncer.mapping.TargetKey;
import dev.hanse.syncer.transform.Difference;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The orders of one API, as the export's virtual workspace shows and changes them.
final class TenantSide {

    private final ObjectClient client;
    private final ExportedApi api;
    private final SyncTargetRef target;
    private final Clock clock;
    // Without it, a field that the worker takes out of its status would stay in the order's: what
    // is reported still is in what is there. Lost at a restart, which costs one idle write each.
    private final Map<OrderKey, ObjectNode> reported = new ConcurrentHashMap<>();

    TenantSide(ObjectClient client, ExportedApi api, SyncTargetRef target, Clock clock) {
        this.client = client;
        this.api = api;
        this.target = target;
        this.clock = clock;
    }

    Optional<KubeObject> find(OrderKey key) {
        return Lookup.find(client, scope(key), key.name());
    }

    /// Whether the control plane wants this order on our worker.
    boolean isPlacedHere(KubeObject order) {
        return order.label(target.key().stateLabel()).filter(TargetKey.SYNC::equals).isPresent();
    }

    /// Whether the order's copy is to go: it is being deleted, or moves to another target.
    boolean isLeaving(KubeObject order) {
        return order.isBeingDeleted()
                || order.annotation(target.key().deletionAnnotation()).isPresent();
    }

    /// Makes sure that the order cannot vanish while the worker may have a copy of it.
    KubeObject hold(OrderKey key, KubeObject order) {
        if (order.finalizers().contains(target.key().finalizer())) {
            return order;
        }
        var patch = metadataPatch(order);
        finalizers(patch, order).add(target.key().finalizer());
        return client.patch(scope(key), key.name(), null, PatchType.MERGE, patch);
    }

    /// Gives the order back: the worker has no copy of it any more.
    void release(OrderKey key, KubeObject order) {
        reported.remove(key);
        var held = order.finalizers().contains(target.key().finalizer());
        var moves = order.annotation(target.key().deletionAnnotation()).isPresent();
        if (!held && !moves) {
            return;
        }
        var last = moves ? withoutStatus(key, order) : order;
        var patch = metadataPatch(last);
        finalizers(patch, last);
        if (moves) {
            var metadata = (ObjectNode) patch.path("metadata");
            metadata.putObject("labels").putNull(target.key().stateLabel());
            metadata.putObject("annotations")
                    .putNull(target.key().deletionAnnotation())
                    .putNull(TargetKey.TARGET_NAME_ANNOTATION);
        }
        client.patch(scope(key), key.name(), null, PatchType.MERGE, patch);
    }

    /// Takes back what this worker said, before another one has a say.
    private KubeObject withoutStatus(OrderKey key, KubeObject order) {
        if (!api.hasStatus()) {
            return order;
        }
        var nothing = configuration(key, order).json();
        var manager = SyncTargetRef.statusManager(target.name());
        return client.apply(scope(key), key.name(), "status", nothing, manager, true);
    }

    /// Writes the worker's status and our own condition, if that changes anything.
    void report(OrderKey key, KubeObject order, ObjectNode status, Condition synced) {
        if (!api.hasStatus()) {
            return;
        }
        var wanted = status.deepCopy();
        if (api.hasConditions()) {
            wanted.withArray("conditions").add(condition(order, synced));
        }
        if (wanted.equals(reported.get(key)) && Difference.contains(order.status(), wanted)) {
            return;
        }
        var configuration = configuration(key, order);
        configuration.json().set("status", wanted);
        var manager = SyncTargetRef.statusManager(target.name());
        client.apply(scope(key), key.name(), "status", configuration.json(), manager, true);
        reported.put(key, wanted);
    }

    /// Our condition is about the order as it was read, which a silent site must not hide.
    private ObjectNode condition(KubeObject order, Condition synced) {
        var json = synced.toJson(order, clock.instant());
        if (api.conditions() == ExportedApi.Conditions.SHARED_WITH_GENERATION) {
            json.put("observedGeneration", order.generation());
        }
        return json;
    }

    private static KubeObject configuration(OrderKey key, KubeObject order) {
        return KubeObject.of(
                order.groupVersionKind(),
                key.namespace().isEmpty() ? null : key.namespace(),
                key.name());
    }

    private ResourceScope scope(OrderKey key) {
        return ResourceScope.in(key.cluster(), api.resource(), key.namespace());
    }

    /// A merge patch that only fits the order as it was read.
    private static ObjectNode metadataPatch(KubeObject order) {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", order.resourceVersion());
        return patch;
    }

    /// Puts everybody else's finalizers into the patch.
    private ArrayNode finalizers(ObjectNode patch, KubeObject order) {
        var finalizers = ((ObjectNode) patch.path("metadata")).putArray("finalizers");
        order.finalizers().stream()
                .filter(each -> !each.equals(target.key().finalizer()))
                .forEach(finalizers::add);
        return finalizers;
    }
}
