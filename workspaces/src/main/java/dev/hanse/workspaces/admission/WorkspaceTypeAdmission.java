package dev.hanse.workspaces.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.path.PathIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules of WorkspaceType beyond its schema: references name their path, and whoever makes a type
/// that binds an export must be allowed to bind it.
public final class WorkspaceTypeAdmission implements AdmissionPlugin {
    private static final GroupResource TYPES = Tenancy.WORKSPACE_TYPES.groupResource();
    private static final Set<String> RESERVED = Set.of("any", "system");

    private final PathIndex paths;
    private final Authorizer rbac;

    public WorkspaceTypeAdmission(PathIndex paths, Authorizer rbac) {
        this.paths = paths;
        this.rbac = rbac;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.isFor(TYPES)
                && request.operation() == Operation.CREATE
                && RESERVED.contains(request.name())) {
            throw forbidden(request, "name is reserved");
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(TYPES) || request.operation() == Operation.DELETE) {
            return;
        }
        if (request.name().equals("root") && !request.cluster().equals(ClusterName.ROOT)) {
            throw forbidden(request, "root workspace type can only be created in root cluster");
        }
        var spec = request.requireObject().path("spec");
        var child = spec.path("defaultChildWorkspaceType");
        if (child.isObject() && child.path("path").asText().isEmpty()) {
            throw forbidden(request, ".spec.defaultChildWorkspaceType.path must be set");
        }
        for (var list : List.of("limitAllowedChildren", "limitAllowedParents")) {
            requirePaths(request, list, spec.path(list).path("types"));
        }
        requireBind(request, spec.path("defaultAPIBindings"));
    }

    private static void requirePaths(AdmissionRequest request, String list, JsonNode types) {
        for (int i = 0; i < types.size(); i++) {
            if (types.path(i).path("path").asText().isEmpty()) {
                throw forbidden(request, ".spec." + list + ".types[" + i + "].path must be set");
            }
        }
    }

    private void requireBind(AdmissionRequest request, JsonNode bindings) {
        var known = new HashSet<JsonNode>();
        if (request.oldObject() != null) {
            request.oldObject().spec().path("defaultAPIBindings").forEach(known::add);
        }
        for (var each : bindings) {
            var path = each.path("path").asText();
            var export = each.path("export").asText();
            if (!known.contains(each) && !mayBind(request, path, export)) {
                throw forbidden(
                        request,
                        "unable to create or update WorkspaceType: no permission to bind to export "
                                + (path.isEmpty() ? export : path + ":" + export));
            }
        }
    }

    private boolean mayBind(AdmissionRequest request, String path, String export) {
        var user = request.context().user();
        if (user.isMaster()) {
            return true;
        }
        var cluster = path.isEmpty() ? Optional.of(request.cluster()) : paths.find(path);
        return cluster.map(
                        each ->
                                rbac.authorize(
                                                Attributes.resource(
                                                        user,
                                                        ClusterScope.of(each),
                                                        "bind",
                                                        "apis.kcp.io",
                                                        "apiexports",
                                                        "",
                                                        "",
                                                        export))
                                        .isAllowed())
                .orElse(false);
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(TYPES, request.name(), why);
    }
}
