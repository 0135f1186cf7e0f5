package dev.hanse.workspaces.admission;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Tenancy;
import java.util.List;

/// A shard's other addresses are its base address unless said otherwise.
public final class ShardAdmission implements AdmissionPlugin {
    private static final GroupResource SHARDS = Tenancy.SHARDS.groupResource();

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(SHARDS) || request.operation() == Operation.DELETE) {
            return;
        }
        var spec = request.requireObject().withObjectProperty("spec");
        var base = spec.path("baseURL").asText();
        if (base.isEmpty()) {
            throw ApiException.forbidden(SHARDS, request.name(), "spec.baseURL is required");
        }
        for (var field : List.of("externalURL", "virtualWorkspaceURL")) {
            if (spec.path(field).asText().isEmpty()) {
                spec.put(field, base);
            }
        }
    }
}
