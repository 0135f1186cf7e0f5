package dev.hanse.workspaces.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.api.UserInfo;
import dev.hanse.workspaces.path.LogicalClusters;
import java.util.List;

/// Who owns a new workspace, and which of its fields belong to the server.
public final class WorkspaceAdmission implements AdmissionPlugin {
    private static final GroupResource WORKSPACES = Tenancy.WORKSPACES.groupResource();

    private final LogicalClusters clusters;

    public WorkspaceAdmission(LogicalClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(WORKSPACES) || request.operation() != Operation.CREATE) {
            return;
        }
        var user = request.context().user();
        var metadata = Metadata.of(request.requireObject());
        if (!user.isMaster() || !metadata.hasAnnotation(Marks.OWNER)) {
            metadata.annotate(Marks.OWNER, UserInfo.json(user).toString());
        }
        if (user.isMaster() && metadata.hasAnnotation(Marks.REQUIRED_GROUPS)) {
            return;
        }
        var parent =
                clusters.find(request.cluster())
                        .orElseThrow(
                                () ->
                                        forbidden(
                                                request,
                                                "logicalclusters.core.kcp.io \"cluster\" not"
                                                        + " found"));
        if (parent.requiredGroups().isEmpty()) {
            metadata.removeAnnotation(Marks.REQUIRED_GROUPS);
        } else {
            metadata.annotate(Marks.REQUIRED_GROUPS, parent.requiredGroups());
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.resource().groupResource().equals(WORKSPACES)) {
            return;
        }
        switch (request.operation()) {
            case CREATE -> validateCreate(request);
            case UPDATE -> validateUpdate(request);
            case DELETE -> {}
        }
    }

    private static void validateCreate(AdmissionRequest request) {
        var spec = request.requireObject().path("spec");
        if (!request.context().user().isMaster()) {
            if (!spec.path("cluster").asText().isEmpty()) {
                throw forbidden(request, "spec.Cluster can only be set by system privileged users");
            }
            if (!spec.path("URL").asText().isEmpty()) {
                throw forbidden(request, "spec.URL can only be set by system privileged users");
            }
        }
        if (spec.has("mount")) {
            validateMount(request, spec);
        }
    }

    private static void validateMount(AdmissionRequest request, JsonNode spec) {
        if (spec.has("type") && !request.context().user().isMaster()) {
            throw forbidden(request, "spec.type cannot be set for mounted workspaces");
        }
        for (var field : List.of("kind", "name", "apiVersion")) {
            if (spec.path("mount").path("ref").path(field).asText().isEmpty()) {
                throw forbidden(request, "spec.mount." + field + " must be set");
            }
        }
    }

    private static void validateUpdate(AdmissionRequest request) {
        var object = request.requireObject();
        var spec = object.path("spec");
        var old = request.oldObject();
        if (old == null) {
            return;
        }
        var oldSpec = old.spec();
        if (!oldSpec.path("cluster").asText().isEmpty()
                && spec.path("cluster").asText().isEmpty()) {
            throw forbidden(request, "spec.cluster cannot be unset");
        }
        if (!request.context().user().isMaster()) {
            for (var field : List.of("cluster", "URL")) {
                if (!spec.path(field).equals(oldSpec.path(field))) {
                    throw forbidden(
                            request,
                            "spec." + field + " can only be changed by system privileged users");
                }
            }
        }
        if (!spec.path("type").equals(oldSpec.path("type"))) {
            throw forbidden(request, "spec.type is immutable");
        }
        if (object.path("status").path("phase").asText().equals("Ready")) {
            for (var field : List.of("cluster", "URL")) {
                if (spec.path(field).asText().isEmpty() && !spec.has("mount")) {
                    throw forbidden(request, "spec." + field + " must be set for phase Ready");
                }
            }
        }
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(WORKSPACES, request.name(), why);
    }
}
