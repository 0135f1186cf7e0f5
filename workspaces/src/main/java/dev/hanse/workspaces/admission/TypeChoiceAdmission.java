package dev.hanse.workspaces.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.types.BrokenTypeException;
import dev.hanse.workspaces.types.Nesting;
import dev.hanse.workspaces.types.TypeReference;
import dev.hanse.workspaces.types.WorkspaceType;
import dev.hanse.workspaces.types.WorkspaceTypes;

/// Gives every new workspace a type, and refuses types that do not exist, that the caller may not
/// use, or that may not lie where the workspace would.
///
/// The answer to a create shows the type in full, because clients print it from there.
public final class TypeChoiceAdmission implements AdmissionPlugin {
    private static final GroupResource WORKSPACES = Tenancy.WORKSPACES.groupResource();

    private final LogicalClusters clusters;
    private final WorkspaceTypes types;
    private final Authorizer rbac;

    public TypeChoiceAdmission(LogicalClusters clusters, WorkspaceTypes types, Authorizer rbac) {
        this.clusters = clusters;
        this.types = types;
        this.rbac = rbac;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!concerns(request)) {
            return;
        }
        var object = request.requireObject();
        var spec = object.withObjectProperty("spec");
        if (spec.path("type").path("name").asText().isEmpty()) {
            write(spec, parentType(request).defaultChild());
        }
        var wanted =
                new TypeReference(
                        spec.path("type").path("path").asText(),
                        spec.path("type").path("name").asText());
        var type =
                wanted.path().isEmpty()
                        ? types.findUpwards(request.cluster(), wanted.name())
                        : types.find(wanted);
        if (type.isEmpty()) {
            throw forbidden(request, "workspace type \"" + wanted + "\" cannot be resolved");
        }
        if (wanted.path().isEmpty()) {
            write(spec, type.get().reference());
        }
        var metadata = Metadata.of(object);
        type.get()
                .additionalLabels()
                .forEach(
                        (key, value) -> {
                            if (!metadata.hasLabel(key)) {
                                metadata.label(key, value);
                            }
                        });
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!concerns(request)) {
            return;
        }
        var spec = request.requireObject().path("spec").path("type");
        var reference = new TypeReference(spec.path("path").asText(), spec.path("name").asText());
        var type =
                types.find(reference)
                        .orElseThrow(
                                () ->
                                        forbidden(
                                                request,
                                                "workspace type \""
                                                        + reference
                                                        + "\" cannot be resolved"));
        try {
            var aliases = types.aliases(type);
            aliases.forEach(each -> requireUse(request, each));
            Nesting.problem(types.aliases(parentType(request)), aliases)
                    .ifPresent(
                            problem -> {
                                throw forbidden(request, problem);
                            });
        } catch (BrokenTypeException e) {
            throw forbidden(request, "workspace type cannot be resolved: " + e.problem());
        }
    }

    private static boolean concerns(AdmissionRequest request) {
        return request.isFor(WORKSPACES)
                && request.operation() == Operation.CREATE
                && !request.requireObject().path("spec").has("mount");
    }

    private WorkspaceType parentType(AdmissionRequest request) {
        var parent =
                clusters.find(request.cluster())
                        .orElseThrow(
                                () ->
                                        forbidden(
                                                request,
                                                "logicalclusters.core.kcp.io \"cluster\" not"
                                                        + " found"));
        if (parent.type().isEmpty()) {
            throw forbidden(request, "annotation " + Marks.TYPE + " on LogicalCluster must be set");
        }
        return types.find(TypeReference.parse(parent.type()))
                .orElseThrow(
                        () ->
                                forbidden(
                                        request,
                                        "parent type cannot be resolved: workspace type \""
                                                + parent.type()
                                                + "\" cannot be resolved"));
    }

    private void requireUse(AdmissionRequest request, WorkspaceType type) {
        var user = request.context().user();
        var attributes =
                Attributes.resource(
                        user,
                        ClusterScope.of(type.cluster()),
                        "use",
                        Tenancy.WORKSPACE_TYPES.group(),
                        Tenancy.WORKSPACE_TYPES.resource(),
                        "",
                        "",
                        type.reference().name());
        if (!user.isMaster() && !rbac.authorize(attributes).isAllowed()) {
            throw forbidden(
                    request,
                    "unable to use workspace type "
                            + type.reference()
                            + ": missing verb='use' permission on workspacetype");
        }
    }

    private static void write(ObjectNode spec, TypeReference type) {
        var node = spec.putObject("type");
        node.put("name", type.name());
        if (!type.path().isEmpty()) {
            node.put("path", type.path());
        }
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(WORKSPACES, request.name(), why);
    }
}
