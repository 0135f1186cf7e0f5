package dev.hanse.workspaces.access;

import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.path.LogicalClusters;
import java.util.List;
import java.util.Set;

/// Decides who may enter a workspace at all: its LogicalCluster must exist and be in use, and the
/// caller needs verb `access` on `/` there. What one may do inside is left to the authorizers after
/// this.
public final class ContentAuthorizer implements Authorizer {
    private static final Set<String> USABLE =
            Set.of("Initializing", "Ready", "Inactive", "Terminating", "Deleting");
    private static final Set<String> LIFECYCLE = Set.of("Initializing", "Terminating", "Deleting");
    private static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

    private final LogicalClusters clusters;
    private final Authorizer rbac;

    public ContentAuthorizer(LogicalClusters clusters, Authorizer rbac) {
        this.clusters = clusters;
        this.rbac = rbac;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        if (!(attributes.scope() instanceof ClusterScope.One(var cluster)) || cluster.isSystem()) {
            return Decision.noOpinion("not a workspace");
        }
        var user = attributes.user();
        if (user.groups().contains(Tenancy.LOGICAL_CLUSTER_ADMIN_GROUP)) {
            return Decision.noOpinion("logical cluster administrators may enter everywhere");
        }
        var found = clusters.find(cluster);
        if (found.isEmpty()) {
            return Decision.deny("LogicalCluster not found");
        }
        var phase = found.get().phase();
        if (!USABLE.contains(phase)) {
            return Decision.deny("not permitted, the logical cluster is in phase " + phase);
        }
        if (isLifecycleAgent(user) && LIFECYCLE.contains(phase)) {
            return Decision.allow("initializers and terminators work here now");
        }
        return isAtHome(user, cluster) || mayAccess(user, cluster)
                ? Decision.noOpinion("access granted")
                : Decision.deny("no verb=access permission on /");
    }

    private boolean mayAccess(User user, ClusterName cluster) {
        return rbac.authorize(
                        new Attributes(
                                user,
                                ClusterScope.of(cluster),
                                "access",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "/"))
                .isAllowed();
    }

    private static boolean isLifecycleAgent(User user) {
        return user.groups().stream()
                .anyMatch(
                        each ->
                                each.startsWith("system:kcp:initializer:")
                                        || each.startsWith("system:kcp:terminator:"));
    }

    static boolean isServiceAccount(User user) {
        return user.name().startsWith(SERVICE_ACCOUNT_PREFIX);
    }

    private static boolean isAtHome(User user, ClusterName cluster) {
        return isServiceAccount(user)
                && user.extra()
                        .getOrDefault(Tenancy.CLUSTER_NAME_EXTRA, List.of())
                        .contains(cluster.value());
    }
}
