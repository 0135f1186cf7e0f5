package dev.hanse.apiexports.view;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.claims.AcceptedClaim;
import dev.hanse.apiexports.claims.ClaimLabels;
import dev.hanse.apiexports.claims.ClaimableApis;
import dev.hanse.apiexports.claims.PermissionClaim;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.view.ViewInstance;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.selector.LabelRequirement;
import dev.hanse.machinery.selector.LabelRequirement.Operator;
import dev.hanse.machinery.selector.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one provider sees of its consumers: every object of its own API, the bindings of its
/// export, and those other objects that consumers let it see.
public final class ExportViewInstance implements ViewInstance {
    private static final GroupResource BINDINGS = Apis.BINDINGS.groupResource();

    private final ExportReference export;
    private final Set<GroupResource> exported;
    private final List<PermissionClaim> claims;
    private final List<ResourceDefinition> resources;
    private final ViewAuthorizer authorizer;

    /// @param exported what the export itself offers; wins over claims on the same resource
    /// @param claims of the export, without those on what it offers itself
    public ExportViewInstance(
            ExportReference export,
            Set<GroupResource> exported,
            List<PermissionClaim> claims,
            List<ResourceDefinition> resources,
            ViewAuthorizer authorizer) {
        this.export = export;
        this.exported = Set.copyOf(exported);
        this.claims = List.copyOf(claims);
        this.resources = List.copyOf(resources);
        this.authorizer = authorizer;
    }

    @Override
    public List<ResourceDefinition> resources() {
        return resources;
    }

    @Override
    public Optional<LabelSelector> filter(ResourceDefinition resource) {
        var name = resource.groupResource();
        if (exported.contains(name)) {
            return Optional.empty();
        }
        var claim = claimOn(name);
        var key = AcceptedClaim.labelKey(export.hash());
        if (name.equals(BINDINGS)) {
            return Optional.of(
                    claim.map(each -> in(key, each.labelValue(), ClaimLabels.REFLEXIVE_VALUE))
                            .orElseGet(() -> in(Apis.EXPORT_LABEL, export.hash())));
        }
        return Optional.of(
                claim.map(each -> in(key, each.labelValue()))
                        .orElseGet(LabelSelector::matchingNothing));
    }

    @Override
    public Decision authorize(Attributes attributes) {
        return authorizer.authorize(attributes);
    }

    private Optional<PermissionClaim> claimOn(GroupResource resource) {
        return claims.stream()
                .filter(each -> ClaimableApis.sameForClaims(each.resource(), resource))
                .findFirst();
    }

    private static LabelSelector in(String key, String... values) {
        return new LabelSelector(
                List.of(new LabelRequirement(key, Operator.IN, List.of(values))), false);
    }
}
