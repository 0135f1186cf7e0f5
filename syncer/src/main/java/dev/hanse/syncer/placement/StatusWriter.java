package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.transform.Difference;
import java.time.Clock;
import java.util.List;

/// Writes the control plane's part of a status, under a name of its own, so that the agent's part
/// and the worker's stay untouched.
final class StatusWriter {

    private static final String FIELD_MANAGER = "hanse-placement";

    private final ObjectClient client;
    private final Clock clock;

    StatusWriter(ObjectClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /// Writes all the conditions that the control plane has on `object`; those it does not name any
    /// more go away.
    void write(ResourceScope scope, KubeObject object, List<Condition> conditions) {
        write(scope, object, JsonNodeFactory.instance.objectNode(), conditions);
    }

    /// @param fields of the status besides the conditions
    void write(
            ResourceScope scope, KubeObject object, ObjectNode fields, List<Condition> conditions) {
        var now = clock.instant();
        var status = fields.deepCopy();
        var list = status.putArray("conditions");
        conditions.forEach(each -> list.add(each.toJson(object, now)));
        if (Difference.contains(object.status(), status)) {
            return;
        }
        var configuration =
                KubeObject.of(
                        object.groupVersionKind(),
                        object.namespace().isEmpty() ? null : object.namespace(),
                        object.name());
        configuration.json().set("status", status);
        client.apply(scope, object.name(), "status", configuration.json(), FIELD_MANAGER, true);
    }
}
