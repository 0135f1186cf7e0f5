package dev.hanse.apiexports.export;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;

/// Whoever publishes endpoints of an export must be allowed to bind it.
public final class SliceAdmission implements AdmissionPlugin {
    private static final GroupResource SLICES = Apis.SLICES.groupResource();

    private final Exports exports;

    public SliceAdmission(Exports exports) {
        this.exports = exports;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(SLICES) || request.operation() != Operation.CREATE) {
            return;
        }
        var reference = request.requireObject().path("spec").path("export");
        var allowed =
                exports.resolve(request.cluster(), reference)
                        .filter(each -> exports.find(each).isPresent())
                        .map(each -> exports.mayBind(request.context().user(), each))
                        .orElse(false);
        if (!allowed) {
            throw ApiException.forbidden(
                    SLICES,
                    request.name(),
                    "unable to create APIExportEndpointSlice: no permission to bind to export "
                            + Exports.written(reference));
        }
    }
}
