package dev.hanse.apiserver.registry;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;

/// What must be true of the stored object for a write to happen; empty means anything.
public record Preconditions(String uid, String resourceVersion) {

    public static final Preconditions NONE = new Preconditions("", "");

    void check(GroupResource resource, KubeObject stored) {
        if (!uid.isEmpty() && !uid.equals(stored.uid())) {
            throw ApiException.conflict(
                    resource,
                    stored.name(),
                    "Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: "
                            + stored.uid());
        }
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(stored.resourceVersion())) {
            throw ApiException.conflict(
                    resource,
                    stored.name(),
                    "Precondition failed: ResourceVersion in precondition: "
                            + resourceVersion
                            + ", ResourceVersion in object meta: "
                            + stored.resourceVersion());
        }
    }
}
