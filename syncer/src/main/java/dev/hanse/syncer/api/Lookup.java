package dev.hanse.syncer.api;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.Optional;

/// Reads an object that may not exist.
public final class Lookup {

    private Lookup() {}

    /// Empty only if the server says that this very object does not exist. A 404 about anything
    /// else (the path, the API, the virtual workspace) proves nothing about the object and is
    /// thrown.
    public static Optional<KubeObject> find(ObjectClient client, ResourceScope scope, String name) {
        try {
            return Optional.of(client.get(scope, name));
        } catch (ApiException e) {
            var details = e.status().details();
            if (e.isNotFound() && details != null && details.name().equals(name)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
