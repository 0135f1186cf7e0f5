package dev.hanse.apiexports.view;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.binding.ClusterBindings;
import dev.hanse.apiexports.claims.ClaimableApis;
import dev.hanse.apiexports.claims.PermissionClaim;
import dev.hanse.apiexports.export.MaximalPermissionPolicyAuthorizer;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may do what through the virtual workspace of an export. Three questions, all of which must
/// be answered with yes: does the consumer bind the export and let it do this; may the caller use
/// the export's content; do the owners of claimed APIs allow it.
public final class ViewAuthorizer implements Authorizer {
    private static final Set<String> READS = Set.of("get", "list", "watch");

    private final StoredObjects objects;
    private final Exports exports;
    private final Authorizer rbac;
    private final ExportReference export;
    private final Set<GroupResource> exported;
    private final List<PermissionClaim> claims;

    public ViewAuthorizer(
            StoredObjects objects,
            Exports exports,
            Authorizer rbac,
            ExportReference export,
            Set<GroupResource> exported,
            List<PermissionClaim> claims) {
        this.objects = objects;
        this.exports = exports;
        this.rbac = rbac;
        this.export = export;
        this.exported = Set.copyOf(exported);
        this.claims = List.copyOf(claims);
    }

    @Override
    public Decision authorize(Attributes attributes) {
        if (attributes.user().isMaster()) {
            return Decision.allow("system:masters may do everything");
        }
        if (!attributes.subresource().isEmpty() && !attributes.subresource().equals("status")) {
            return Decision.deny("a view has no such subresource");
        }
        if (attributes.isResource()
                && attributes.scope() instanceof ClusterScope.One(var cluster)) {
            var refusal = refusalOfConsumer(cluster, attributes);
            if (refusal.isPresent()) {
                return Decision.deny(refusal.get());
            }
        }
        if (!mayUseContent(attributes)) {
            return Decision.deny("no permission on apiexports/content of the export");
        }
        return isWithinPolicies(attributes)
                ? Decision.allow("the export, the consumer and the owners of claimed APIs allow it")
                : Decision.deny("the maximal permission policy of a claimed API does not allow it");
    }

    private Optional<String> refusalOfConsumer(ClusterName cluster, Attributes attributes) {
        var binding =
                objects.list(Apis.STORED_BINDINGS, cluster).stream()
                        .filter(each -> refersHere(cluster, each))
                        .findFirst();
        if (binding.isEmpty()) {
            return Optional.of("could not find suitable APIBinding in target logical cluster");
        }
        var resource = new GroupResource(attributes.group(), attributes.resource());
        boolean allowed =
                (exported.contains(resource) && isBound(binding.get(), resource))
                        || isClaimed(binding.get(), resource, attributes.verb())
                        || (resource.equals(Apis.BINDINGS.groupResource())
                                && READS.contains(attributes.verb()));
        return allowed
                ? Optional.empty()
                : Optional.of("failed to find suitable reason to allow access in APIBinding");
    }

    private boolean refersHere(ClusterName cluster, KubeObject binding) {
        var reference = binding.spec().path("reference").path("export");
        return ClusterBindings.boundExport(binding)
                .or(() -> exports.resolve(cluster, reference))
                .map(each -> each.equals(export))
                .orElse(false);
    }

    private static boolean isBound(KubeObject binding, GroupResource resource) {
        return ClusterBindings.resources(binding).stream()
                .anyMatch(each -> each.resource().equals(resource));
    }

    private boolean isClaimed(KubeObject binding, GroupResource resource, String verb) {
        var accepted =
                PermissionClaim.listOf(binding.spec().path("permissionClaims")).stream()
                        .filter(PermissionClaim::isAccepted)
                        .toList();
        return claims.stream()
                .filter(each -> ClaimableApis.sameForClaims(each.resource(), resource))
                .anyMatch(
                        claim ->
                                accepted.stream()
                                        .filter(each -> each.key().equals(claim.key()))
                                        .anyMatch(each -> claim.grants(each, verb)));
    }

    private boolean mayUseContent(Attributes attributes) {
        var asked =
                Attributes.resource(
                        attributes.user(),
                        ClusterScope.of(export.cluster()),
                        attributes.verb(),
                        Apis.GROUP,
                        Apis.EXPORTS.resource(),
                        "content",
                        "",
                        export.name());
        return rbac.authorize(asked).isAllowed();
    }

    private boolean isWithinPolicies(Attributes attributes) {
        var resource = new GroupResource(attributes.group(), attributes.resource());
        if (!attributes.isResource() || exported.contains(resource)) {
            return true;
        }
        return claims.stream()
                .filter(each -> each.resource().equals(resource))
                .filter(each -> !each.identityHash().isEmpty())
                .allMatch(each -> ownersAllow(each.identityHash(), attributes));
    }

    private boolean ownersAllow(String identity, Attributes attributes) {
        var owners = exports.withIdentity(identity);
        return !owners.isEmpty()
                && owners.stream()
                        .filter(each -> each.spec().path("maximalPermissionPolicy").has("local"))
                        .allMatch(
                                each ->
                                        rbac.authorize(
                                                        attributes
                                                                .withUser(
                                                                        MaximalPermissionPolicyAuthorizer
                                                                                .prefixed(
                                                                                        attributes
                                                                                                .user()))
                                                                .in(
                                                                        ClusterScope.of(
                                                                                ExportReference
                                                                                        .clusterOf(
                                                                                                each))))
                                                .isAllowed());
    }
}
