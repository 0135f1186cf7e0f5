package dev.hanse.apiexports.binding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Metadata;

/// Lets only those bind an export whom its owner allows. Says the same whether the export is
/// forbidden or missing, so nobody learns what exists elsewhere.
public final class BindingAdmission implements AdmissionPlugin {
    private static final GroupResource BINDINGS = Apis.BINDINGS.groupResource();

    private final Exports exports;

    public BindingAdmission(Exports exports) {
        this.exports = exports;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(BINDINGS) || request.operation() == Operation.DELETE) {
            return;
        }
        var object = request.requireObject();
        exports.resolve(request.cluster(), reference(object))
                .ifPresent(export -> Metadata.of(object).label(Apis.EXPORT_LABEL, export.hash()));
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(BINDINGS) || request.operation() == Operation.DELETE) {
            return;
        }
        var object = request.requireObject();
        var old = request.oldObject();
        var reference = reference(object);
        boolean create = request.operation() == Operation.CREATE;
        if (old != null
                && reference.equals(reference(old.json()))
                && old.label(Apis.EXPORT_LABEL)
                        .orElse("")
                        .equals(Metadata.of(object).label(Apis.EXPORT_LABEL))) {
            return;
        }
        var export = exports.resolve(request.cluster(), reference);
        var allowed =
                export.isPresent()
                        && exists(reference, export.get())
                        && exports.mayBind(request.context().user(), export.get());
        if (!allowed) {
            throw ApiException.forbidden(
                    BINDINGS,
                    request.name(),
                    "unable to "
                            + (create ? "create" : "update")
                            + " APIBinding: no permission to bind to export "
                            + Exports.written(reference));
        }
    }

    /// Exports of `root` may be bound before they are there: that is how `root` itself starts.
    private boolean exists(JsonNode reference, ExportReference export) {
        return reference.path("path").asText().equals("root") || exports.find(export).isPresent();
    }

    private static JsonNode reference(JsonNode binding) {
        return binding.path("spec").path("reference").path("export");
    }
}
