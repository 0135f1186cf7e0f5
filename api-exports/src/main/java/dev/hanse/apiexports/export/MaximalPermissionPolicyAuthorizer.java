package dev.hanse.apiexports.export;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.binding.ClusterBindings;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.Optional;

/// The most that consumers may do with a bound API, said by the provider with RBAC in its own
/// cluster about users and groups prefixed with `apis.kcp.io:binding:`.
public final class MaximalPermissionPolicyAuthorizer implements Authorizer {
    private final ClusterCache<ClusterBindings> bindings;
    private final Exports exports;
    private final Authorizer rbac;

    public MaximalPermissionPolicyAuthorizer(
            ClusterCache<ClusterBindings> bindings, Exports exports, Authorizer rbac) {
        this.bindings = bindings;
        this.exports = exports;
        this.rbac = rbac;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        if (!attributes.isResource()
                || !(attributes.scope() instanceof ClusterScope.One(var cluster))) {
            return Decision.noOpinion("no policy applies");
        }
        var bound =
                bindings.get(cluster)
                        .resources()
                        .get(new GroupResource(attributes.group(), attributes.resource()));
        var export = Optional.ofNullable(bound).flatMap(each -> Optional.ofNullable(each.export()));
        var owner =
                export.flatMap(exports::find).filter(MaximalPermissionPolicyAuthorizer::hasPolicy);
        if (owner.isEmpty()) {
            return Decision.noOpinion("no policy applies");
        }
        var asked =
                attributes
                        .withUser(prefixed(attributes.user()))
                        .in(ClusterScope.of(export.orElseThrow().cluster()));
        return rbac.authorize(asked).isAllowed()
                ? Decision.noOpinion("the export's policy allows it")
                : Decision.deny("the export's maximal permission policy does not allow it");
    }

    static boolean hasPolicy(KubeObject export) {
        return export.spec().path("maximalPermissionPolicy").has("local");
    }

    /// The user as the policies of exports know it.
    public static User prefixed(User user) {
        return new User(
                Apis.POLICY_PREFIX + user.name(),
                user.uid(),
                user.groups().stream().map(each -> Apis.POLICY_PREFIX + each).toList(),
                user.extra());
    }
}
