package dev.hanse.workspaces.api;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;

/// Puts a finalizer on every new object of a resource and keeps users from taking it off: what it
/// protects would otherwise never be cleaned up.
public final class FinalizerGuard implements AdmissionPlugin {
    private final GroupResource resource;
    private final String finalizer;

    public FinalizerGuard(GroupResource resource, String finalizer) {
        this.resource = resource;
        this.finalizer = finalizer;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.isFor(resource) && request.operation() == Operation.CREATE) {
            Metadata.of(request.requireObject()).addFinalizer(finalizer);
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        var old = request.oldObject();
        if (!request.isFor(resource)
                || request.operation() != Operation.UPDATE
                || old == null
                || !old.finalizers().contains(finalizer)
                || Metadata.of(request.requireObject()).hasFinalizer(finalizer)) {
            return;
        }
        if (!old.isBeingDeleted()) {
            throw forbidden(request, "finalizer " + finalizer + " is required");
        }
        if (!request.context().user().isMaster()) {
            throw forbidden(request, "removing the finalizer " + finalizer + " is forbidden");
        }
    }

    private ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(resource, request.name(), why);
    }
}
