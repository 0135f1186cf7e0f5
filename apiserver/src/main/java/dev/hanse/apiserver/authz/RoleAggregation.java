package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.controllers.Clusters;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;

/// Writes into aggregated cluster roles the rules that they amount to, for whoever reads them.
/// Authorization does not wait for that: it aggregates by itself.
public final class RoleAggregation implements AutoCloseable {

    private static final GroupVersionResource ROLES =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles");
    private static final String MANAGER = "clusterrole-aggregation-controller";

    private final ObjectClient client;
    private final Controller<ClusterName> controller;

    public RoleAggregation(ObjectClient client) {
        this.client = client;
        this.controller =
                Controller.<ClusterName>named("clusterrole-aggregation")
                        .watching(ResourceScope.everywhere(ROLES), RoleAggregation::keys)
                        .lanes(cluster -> cluster)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    /// Roles without labels are in no other role, and most clusters have no others.
    private static List<ClusterName> keys(KubeObject role) {
        return isAggregated(role) || !role.labels().isEmpty()
                ? List.of(Clusters.of(role))
                : List.of();
    }

    private static boolean isAggregated(KubeObject role) {
        return !role.json().path("aggregationRule").path("clusterRoleSelectors").isEmpty();
    }

    private Result reconcile(ClusterName cluster) {
        var scope = ResourceScope.in(cluster, ROLES);
        var roles = client.list(scope, ListOptions.ALL).items();
        if (roles.stream().anyMatch(RoleAggregation::isAggregated)) {
            var resolved = ClusterPolicy.resolveAggregation(roles);
            for (var role : roles) {
                var rules = resolved.getOrDefault(role.name(), List.of());
                if (isAggregated(role)
                        && !PolicyRule.parseAll(role.json().path("rules")).equals(rules)) {
                    write(scope, role, rules);
                }
            }
        }
        return Result.done();
    }

    private void write(ResourceScope scope, KubeObject role, List<PolicyRule> rules) {
        var configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("apiVersion", role.apiVersion()).put("kind", role.kind());
        configuration.putObject("metadata").put("name", role.name());
        var array = configuration.putArray("rules");
        rules.forEach(each -> array.add(each.toJson()));
        client.apply(scope, role.name(), null, configuration, MANAGER, true);
    }

    @Override
    public void close() {
        controller.close();
    }
}
