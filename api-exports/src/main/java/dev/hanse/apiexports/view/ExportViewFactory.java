package dev.hanse.apiexports.view;

import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.claims.PermissionClaim;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.KubeObject;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// Puts the virtual workspace of an export together.
public final class ExportViewFactory {
    private final StoredObjects objects;
    private final Exports exports;
    private final Authorizer rbac;
    private final ExportViewResources resources;

    public ExportViewFactory(
            StoredObjects objects,
            Exports exports,
            Authorizer rbac,
            ExportViewResources resources) {
        this.objects = objects;
        this.exports = exports;
        this.rbac = rbac;
        this.resources = resources;
    }

    public ExportViewInstance open(KubeObject export) {
        var reference = ExportReference.of(export);
        var offered = resources.exported(export);
        var names =
                offered.stream()
                        .map(ResourceDefinition::groupResource)
                        .collect(Collectors.toUnmodifiableSet());
        var claims =
                PermissionClaim.listOf(export.spec().path("permissionClaims")).stream()
                        .filter(each -> !names.contains(each.resource()))
                        .toList();
        var served = new ArrayList<>(offered);
        resources.others(claims).stream()
                .filter(each -> !names.contains(each.groupResource()))
                .forEach(served::add);
        return new ExportViewInstance(
                reference,
                names,
                claims,
                served,
                new ViewAuthorizer(objects, exports, rbac, reference, names, claims));
    }
}
