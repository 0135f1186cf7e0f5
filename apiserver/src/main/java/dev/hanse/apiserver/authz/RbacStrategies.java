package dev.hanse.apiserver.authz;

import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import java.util.Map;

/// The strategies of the four kinds of `rbac.authorization.k8s.io`. Who may write what is checked
/// by [EscalationCheck], which knows the user.
public final class RbacStrategies {

    private RbacStrategies() {}

    public static Map<GroupResource, Strategy> all() {
        return Map.of(
                ClusterPolicy.ROLES, new RoleStrategy(true),
                ClusterPolicy.CLUSTER_ROLES, new RoleStrategy(false),
                ClusterPolicy.ROLE_BINDINGS, new BindingStrategy(true),
                ClusterPolicy.CLUSTER_ROLE_BINDINGS, new BindingStrategy(false));
    }
}
