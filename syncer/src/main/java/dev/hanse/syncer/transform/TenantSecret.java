package dev.hanse.syncer.transform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;

/// A secret that a worker made for an order, as it is delivered to the tenant: type and data, under
/// the same name.
public final class TenantSecret {

    /// The UID of the order it belongs to. Only a secret that carries it is ever changed.
    public static final String ORDER_UID_LABEL = "internal.workload.kcp.io/order-uid";

    /// The sync target it came from.
    public static final String ORIGIN_ANNOTATION = "sync.hanse.dev/origin";

    private TenantSecret() {}

    /// @param origin the name of the sync target
    public static ObjectNode of(KubeObject secret, KubeObject order, String origin) {
        var copy = JsonNodeFactory.instance.objectNode();
        copy.put("apiVersion", "v1").put("kind", "Secret");
        var metadata = copy.putObject("metadata");
        metadata.put("name", secret.name()).put("namespace", order.namespace());
        metadata.putObject("labels").put(ORDER_UID_LABEL, order.uid());
        metadata.putObject("annotations").put(ORIGIN_ANNOTATION, origin);
        if (secret.json().hasNonNull("type")) {
            copy.set("type", secret.json().path("type"));
        }
        if (secret.json().path("data").isObject()) {
            copy.set("data", secret.json().path("data").deepCopy());
        }
        return copy;
    }

    public static boolean belongsTo(KubeObject secret, String orderUid) {
        return secret.label(ORDER_UID_LABEL).filter(orderUid::equals).isPresent();
    }

    /// Whether both hold the same secret.
    public static boolean sameContent(KubeObject one, KubeObject other) {
        return one.json().path("type").equals(other.json().path("type"))
                && one.json().path("data").equals(other.json().path("data"));
    }
}
