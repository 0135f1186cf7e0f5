package dev.hanse.apiexports.schema;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;

/// Keeps custom resource definitions away from the group and the annotations of bound APIs.
public final class ReservedNamesAdmission implements AdmissionPlugin {

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(Apis.CUSTOM_RESOURCE_DEFINITIONS)
                || request.operation() == Operation.DELETE) {
            return;
        }
        var crd = new KubeObject(request.requireObject());
        var group = crd.spec().path("group").asText();
        if (group.endsWith(Apis.GROUP)) {
            throw forbidden(request, group + " is a reserved group");
        }
        for (var each : crd.annotations().keySet()) {
            var domain = each.substring(0, Math.max(0, each.indexOf('/')));
            if (domain.equals(Apis.GROUP) || domain.endsWith("." + Apis.GROUP)) {
                throw forbidden(request, each + " is a reserved annotation");
            }
        }
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(Apis.CUSTOM_RESOURCE_DEFINITIONS, request.name(), why);
    }
}
