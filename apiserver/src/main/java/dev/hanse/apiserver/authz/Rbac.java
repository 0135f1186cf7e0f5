package dev.hanse.apiserver.authz;

import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Kubernetes RBAC over the objects of a logical cluster, on top of the bootstrap policy.
///
/// Bindings in `system:admin` hold in every cluster, and bindings of a cluster may refer to roles
/// of `system:admin`. A role of the cluster hides one of the same name there, but never for the
/// bindings of `system:admin` itself. Every rule is tried for all [EffectiveUsers]. Thread-safe.
public final class Rbac implements Authorizer {

    private static final int CACHED_CLUSTERS = 10_000;

    private final ClusterCache<ClusterPolicy> policies;

    public Rbac(StoredObjects objects) {
        this.policies =
                objects.cache(
                        ClusterPolicy.RESOURCES,
                        CACHED_CLUSTERS,
                        cluster -> ClusterPolicy.load(objects, cluster));
    }

    @Override
    public Decision authorize(Attributes attributes) {
        return switch (attributes.scope()) {
            case ClusterScope.One(var cluster) -> authorize(attributes, cluster);
            case ClusterScope.None _ when !attributes.isResource() ->
                    // Paths of the server itself are governed where its administrators are.
                    authorize(attributes, ClusterName.ROOT);
            case ClusterScope.None _, ClusterScope.All _ ->
                    Decision.noOpinion("RBAC holds in one logical cluster only");
        };
    }

    private Decision authorize(Attributes attributes, ClusterName cluster) {
        Optional<String> grant =
                search(
                        attributes.user(),
                        cluster,
                        attributes.namespace(),
                        (binding, subject, rules) ->
                                rules.stream().anyMatch(each -> each.allows(attributes))
                                        ? Optional.of(binding.grantTo(subject))
                                        : Optional.empty());
        return grant.map(each -> Decision.allow("RBAC: allowed by " + each))
                .orElseGet(() -> Decision.noOpinion(""));
    }

    /// Everything `user` may do in a namespace of `cluster`, or at the cluster scope if that is
    /// empty.
    List<PolicyRule> rules(User user, ClusterName cluster, String namespace) {
        Set<PolicyRule> found = new LinkedHashSet<>();
        search(
                user,
                cluster,
                namespace,
                (_, _, rules) -> {
                    found.addAll(rules);
                    return Optional.empty();
                });
        return List.copyOf(found);
    }

    /// The rules behind a reference in a binding of `cluster`; empty when there is no such role.
    Optional<List<PolicyRule>> rules(
            ClusterName cluster, String bindingNamespace, Binding.RoleRef role) {
        return resolve(policies.get(cluster), bindingNamespace, role)
                .or(() -> resolve(bootstrap(), bindingNamespace, role));
    }

    /// Looks at one binding that applies; a value ends the search.
    private interface Visitor {
        Optional<String> visit(Binding binding, Subject subject, List<PolicyRule> rules);
    }

    private Optional<String> search(
            User user, ClusterName cluster, String namespace, Visitor visitor) {
        var bootstrap = bootstrap();
        var local = policies.get(cluster);
        for (var effective : EffectiveUsers.of(user, cluster)) {
            for (var subject : Subject.of(effective)) {
                var found = visit(bootstrap, List.of(bootstrap), "", subject, visitor);
                if (found.isEmpty() && local != bootstrap) {
                    found = visit(local, List.of(local, bootstrap), "", subject, visitor);
                }
                if (found.isEmpty() && !namespace.isEmpty()) {
                    found = visit(local, List.of(local, bootstrap), namespace, subject, visitor);
                }
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> visit(
            ClusterPolicy policy,
            List<ClusterPolicy> roles,
            String namespace,
            Subject subject,
            Visitor visitor) {
        for (var binding : policy.bindings(namespace, subject)) {
            var rules =
                    roles.stream()
                            .flatMap(each -> resolve(each, namespace, binding.role()).stream())
                            .findFirst();
            var found = rules.flatMap(each -> visitor.visit(binding, subject, each));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<List<PolicyRule>> resolve(
            ClusterPolicy policy, String namespace, Binding.RoleRef role) {
        return switch (role.kind()) {
            case "ClusterRole" -> policy.clusterRole(role.name());
            case "Role" -> policy.role(namespace, role.name());
            default -> Optional.empty();
        };
    }

    private ClusterPolicy bootstrap() {
        return policies.get(ClusterName.SYSTEM_ADMIN);
    }
}
