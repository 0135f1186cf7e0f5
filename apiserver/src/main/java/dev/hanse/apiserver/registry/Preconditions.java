package dev.hanse.apiserver.registry;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;

/// What must be true of the stored object for a write to happen; empty means anything.
public record Preconditions(String uid, String resourceVersion) {

    public static final Preconditions NONE = new Preconditions("", "");

    /// Refuses to delete another object than the one that was meant.
    void checkDelete(GroupResource resource, KubeObject stored) {
        if (!uid.isEmpty() && !uid.equals(stored.uid())) {
            throw ApiException.conflict(
                    resource,
                    stored.name(),
                    "the UID in the precondition ("
                            + uid
                            + ") does not match the UID in record ("
                            + stored.uid()
                            + "). The object might have been deleted and then recreated");
        }
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(stored.resourceVersion())) {
            throw ApiException.conflict(
                    resource,
                    stored.name(),
                    "the ResourceVersion in the precondition ("
                            + resourceVersion
                            + ") does not match the ResourceVersion in record ("
                            + stored.resourceVersion()
                            + "). The object might have been modified");
        }
    }

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
