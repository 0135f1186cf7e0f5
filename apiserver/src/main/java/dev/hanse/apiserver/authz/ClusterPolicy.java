package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The RBAC objects of one cluster, parsed and indexed by subject. Immutable.
final class ClusterPolicy {

    static final String GROUP = "rbac.authorization.k8s.io";
    static final GroupResource ROLES = new GroupResource(GROUP, "roles");
    static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
    static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
    static final GroupResource CLUSTER_ROLE_BINDINGS =
            new GroupResource(GROUP, "clusterrolebindings");

    static final List<StorageResource> RESOURCES =
            List.of(
                    StorageResource.builtIn(ROLES),
                    StorageResource.builtIn(ROLE_BINDINGS),
                    StorageResource.builtIn(CLUSTER_ROLES),
                    StorageResource.builtIn(CLUSTER_ROLE_BINDINGS));

    private record Namespaced(String namespace, String name) {}

    private final Map<String, List<PolicyRule>> clusterRoles;
    private final Map<Namespaced, List<PolicyRule>> roles = new HashMap<>();

    /// By namespace; cluster role bindings under the empty string.
    private final Map<String, Map<Subject, List<Binding>>> bindings = new HashMap<>();

    private ClusterPolicy(List<KubeObject> clusterRoles) {
        this.clusterRoles = resolveAggregation(clusterRoles);
    }

    static ClusterPolicy load(StoredObjects objects, ClusterName cluster) {
        var policy =
                new ClusterPolicy(objects.list(StorageResource.builtIn(CLUSTER_ROLES), cluster));
        for (var role : objects.list(StorageResource.builtIn(ROLES), cluster)) {
            policy.roles.put(
                    new Namespaced(role.namespace(), role.name()),
                    PolicyRule.parseAll(role.json().path("rules")));
        }
        objects.list(StorageResource.builtIn(CLUSTER_ROLE_BINDINGS), cluster).forEach(policy::bind);
        objects.list(StorageResource.builtIn(ROLE_BINDINGS), cluster).forEach(policy::bind);
        return policy;
    }

    Optional<List<PolicyRule>> clusterRole(String name) {
        return Optional.ofNullable(clusterRoles.get(name));
    }

    Optional<List<PolicyRule>> role(String namespace, String name) {
        return Optional.ofNullable(roles.get(new Namespaced(namespace, name)));
    }

    /// Bindings of `namespace`, or cluster role bindings if that is empty, that name `subject`.
    List<Binding> bindings(String namespace, Subject subject) {
        return bindings.getOrDefault(namespace, Map.of()).getOrDefault(subject, List.of());
    }

    private void bind(KubeObject object) {
        var binding = Binding.parse(object);
        var inNamespace = bindings.computeIfAbsent(binding.namespace(), _ -> new HashMap<>());
        for (var subject : object.json().path("subjects")) {
            inNamespace
                    .computeIfAbsent(
                            Subject.parse(subject, binding.namespace()), _ -> new ArrayList<>())
                    .add(binding);
        }
    }

    /// The rules of every cluster role; those of an aggregated one are the union of what it
    /// selects.
    static Map<String, List<PolicyRule>> resolveAggregation(List<KubeObject> clusterRoles) {
        var resolved = new HashMap<String, List<PolicyRule>>();
        for (var role : clusterRoles) {
            var rules = new LinkedHashSet<PolicyRule>();
            collect(role, clusterRoles, new LinkedHashSet<>(), rules);
            resolved.put(role.name(), List.copyOf(rules));
        }
        return resolved;
    }

    private static void collect(
            KubeObject role, List<KubeObject> all, Set<String> seen, Set<PolicyRule> rules) {
        if (!seen.add(role.name())) {
            return;
        }
        var selectors = role.json().path("aggregationRule").path("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            rules.addAll(PolicyRule.parseAll(role.json().path("rules")));
            return;
        }
        for (var json : selectors) {
            var selector = selector(json);
            all.stream()
                    .filter(each -> selector.matches(each.labels()))
                    .forEach(each -> collect(each, all, seen, rules));
        }
    }

    /// A selector nobody can read must not take away the rest of the cluster's policy.
    private static LabelSelector selector(JsonNode json) {
        try {
            return LabelSelector.fromJson(json);
        } catch (ApiException e) {
            return LabelSelector.matchingNothing();
        }
    }
}
