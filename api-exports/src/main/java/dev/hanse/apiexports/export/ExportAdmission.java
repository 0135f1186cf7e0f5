package dev.hanse.apiexports.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.claims.ClaimableApis;
import dev.hanse.apiexports.claims.PermissionClaim;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;

/// Rules of APIExport beyond its schema.
public final class ExportAdmission implements AdmissionPlugin {
    private static final GroupResource EXPORTS = Apis.EXPORTS.groupResource();

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(EXPORTS) || request.operation() == Operation.DELETE) {
            return;
        }
        var spec = request.requireObject().path("spec");
        validateResources(request, spec.path("resources"));
        var claims = PermissionClaim.listOf(spec.path("permissionClaims"));
        for (int i = 0; i < claims.size(); i++) {
            var each = claims.get(i);
            if (each.identityHash().isEmpty() && !ClaimableApis.needsNoIdentity(each.resource())) {
                throw forbidden(
                        request,
                        FieldError.invalid(
                                        "spec.permissionClaims[" + i + "].identityHash",
                                        "",
                                        "identityHash is required for API types that are not"
                                                + " built-in")
                                .toString());
            }
        }
    }

    private static void validateResources(AdmissionRequest request, JsonNode resources) {
        var seen = new HashSet<GroupResource>();
        for (int i = 0; i < resources.size(); i++) {
            var each = resources.path(i);
            var group = each.path("group").asText();
            var name = each.path("name").asText();
            var ending = "." + name + "." + (group.isEmpty() ? "core" : group);
            var schema = each.path("schema").asText();
            if (!schema.endsWith(ending)) {
                throw forbidden(
                        request,
                        FieldError.invalid(
                                        "spec.resources[" + i + "].schema",
                                        schema,
                                        "must end in " + ending)
                                .toString());
            }
            if (!seen.add(new GroupResource(group, name))) {
                throw forbidden(request, "duplicate resource schema");
            }
        }
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(EXPORTS, request.name(), why);
    }
}
