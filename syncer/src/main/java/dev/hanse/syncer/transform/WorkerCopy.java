package dev.hanse.syncer.transform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.mapping.NamespaceLocator;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// An object as a worker cluster gets it: what the tenant wants, and who it is from, but nothing of
/// the control plane's bookkeeping.
///
/// It is what the agent applies server-side, so fields it does not have stay the worker's own.
public record WorkerCopy(ObjectNode configuration) {

    /// The UID of the object that this is the copy of; another UID means that it was deleted and
    /// ordered again.
    public static final String UPSTREAM_UID = "internal.workload.kcp.io/upstream-uid";

    /// The generation of that object when it was last applied.
    public static final String UPSTREAM_GENERATION = "internal.workload.kcp.io/upstream-generation";

    /// Tells what was applied last, so that nothing is applied twice.
    public static final String INTENT = "internal.workload.kcp.io/intent";

    public static WorkerCopy of(KubeObject order, NamespaceLocator locator) {
        var configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("apiVersion", order.apiVersion()).put("kind", order.kind());
        var metadata = configuration.putObject("metadata");
        metadata.put("name", locator.objectName(order.name()));
        if (!locator.namespace().isEmpty()) {
            metadata.put("namespace", locator.namespaceName());
        }
        var labels = metadata.putObject("labels");
        PlatformMetadata.without(order.labels()).forEach(labels::put);
        labels.put(NamespaceLocator.OWNERSHIP_LABEL, locator.target().key().value());
        var annotations = metadata.putObject("annotations");
        PlatformMetadata.without(order.annotations()).forEach(annotations::put);
        annotations.put(NamespaceLocator.ANNOTATION, locator.json());
        annotations.put(UPSTREAM_UID, order.uid());
        annotations.put(UPSTREAM_GENERATION, Long.toString(order.generation()));
        for (var field : order.json().properties()) {
            switch (field.getKey()) {
                case "apiVersion", "kind", "metadata", "status" -> {}
                default -> configuration.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        annotations.put(INTENT, fingerprint(configuration));
        return new WorkerCopy(configuration);
    }

    public KubeObject object() {
        return new KubeObject(configuration);
    }

    /// Whether `live` is this copy already: applied as it is, and not changed by others since.
    public boolean isAppliedTo(KubeObject live) {
        return live.annotation(INTENT).equals(object().annotation(INTENT))
                && Difference.contains(live.json(), configuration);
    }

    private static String fingerprint(ObjectNode configuration) {
        var text = configuration.toString();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
