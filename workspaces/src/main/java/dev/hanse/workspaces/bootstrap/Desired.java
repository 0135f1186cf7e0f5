package dev.hanse.workspaces.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Metadata;

/// Brings objects to what the server ships with. Every call can be repeated at any time.
final class Desired {
    private static final String CREATE_ONLY = "bootstrap.kcp.io/create-only";

    private final ObjectClient client;

    Desired(ObjectClient client) {
        this.client = client;
    }

    /// Creates the object unless one of that name exists, whatever it says.
    KubeObject exists(ResourceScope scope, KubeObject wanted) {
        var found = client.find(scope, wanted.name());
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return client.create(scope, wanted);
        } catch (ApiException e) {
            if (e.isAlreadyExists()) {
                return client.get(scope, wanted.name());
            }
            throw e;
        }
    }

    /// Creates the object, or sets the fields that `wanted` names and leaves all others alone.
    KubeObject matches(ResourceScope scope, KubeObject wanted) {
        var found = exists(scope, wanted);
        if (Metadata.of(wanted.json().deepCopy()).hasAnnotation(CREATE_ONLY)) {
            return found;
        }
        var edited = found.with(json -> overlay(json, wanted.json()));
        return edited.equals(found) ? found : client.update(scope, edited);
    }

    private static void overlay(ObjectNode target, ObjectNode wanted) {
        for (var each : wanted.properties()) {
            JsonNode value = each.getValue();
            if (value instanceof ObjectNode object
                    && target.get(each.getKey()) instanceof ObjectNode existing) {
                overlay(existing, object);
            } else {
                target.set(each.getKey(), value.deepCopy());
            }
        }
    }
}
