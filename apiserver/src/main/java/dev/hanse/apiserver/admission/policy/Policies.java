package dev.hanse.apiserver.admission.policy;

import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// The policies of one kind in one logical cluster that are bound at all, by their names.
record Policies(List<Policy> bound) {

    /// What nearly every cluster has, so there is one of it.
    private static final Policies NONE = new Policies(List.of());

    private static final int CLUSTERS_AT_HAND = 20_000;

    Policies {
        bound = List.copyOf(bound);
    }

    /// A cache of these that always includes the latest write.
    ///
    /// @param kind `validating` or `mutating`
    static ClusterCache<Policies> cache(
            StoredObjects objects, PolicyPrograms programs, String kind) {
        var policies = stored(kind + "admissionpolicies");
        var bindings = stored(kind + "admissionpolicybindings");
        return objects.cache(
                List.of(policies, bindings),
                CLUSTERS_AT_HAND,
                cluster -> load(objects, policies, bindings, cluster, programs));
    }

    private static Policies load(
            StoredObjects objects,
            StorageResource policies,
            StorageResource bindings,
            ClusterName cluster,
            PolicyPrograms programs) {
        var byPolicy = new HashMap<String, List<PolicyBinding>>();
        for (var each : objects.list(bindings, cluster)) {
            var policy = each.json().at("/spec/policyName").asText();
            byPolicy.computeIfAbsent(policy, _ -> new ArrayList<>()).add(PolicyBinding.parse(each));
        }
        if (byPolicy.isEmpty()) {
            return NONE;
        }
        var found = new ArrayList<Policy>();
        for (var each : objects.list(policies, cluster)) {
            var bound = byPolicy.get(each.name());
            if (bound != null) {
                found.add(Policy.parse(each, programs, bound));
            }
        }
        return new Policies(found);
    }

    private static StorageResource stored(String plural) {
        return StorageResource.builtIn(new GroupResource("admissionregistration.k8s.io", plural));
    }
}
