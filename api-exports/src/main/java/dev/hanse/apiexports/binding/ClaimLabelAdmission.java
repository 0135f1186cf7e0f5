package dev.hanse.apiexports.binding;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.claims.AcceptedClaim;
import dev.hanse.apiexports.claims.ClaimLabels;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.workspaces.api.Metadata;

/// Marks every object that an accepted claim covers, and takes marks off that nothing justifies. A
/// user's edit of a mark has no effect.
public final class ClaimLabelAdmission implements AdmissionPlugin {
    private final ClusterCache<ClusterBindings> bindings;

    public ClaimLabelAdmission(ClusterCache<ClusterBindings> bindings) {
        this.bindings = bindings;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE
                || !request.subresource().isEmpty()
                || request.resource().strategy().answerer().isPresent()) {
            return;
        }
        var object = request.requireObject();
        var labels = new KubeObject(object).labels();
        var claims = bindings.get(request.cluster()).claims();
        var old = request.oldObject();
        // A binding learns of its own export's mark with its first update, when it is known to
        // exist.
        var exportHash = old == null ? "" : old.label(Apis.EXPORT_LABEL).orElse("");
        var expected =
                ClaimLabels.expected(
                        claims, request.resource().groupResource(), labels, exportHash);
        var metadata = Metadata.of(object);
        for (var key : labels.keySet()) {
            if (AcceptedClaim.isLabelKey(key) && !expected.containsKey(key)) {
                metadata.removeLabel(key);
            }
        }
        expected.forEach(metadata::label);
    }
}
