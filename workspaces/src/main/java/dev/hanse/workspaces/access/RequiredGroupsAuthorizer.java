package dev.hanse.workspaces.access;

import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.authz.Decision;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.path.LogicalClusters;
import java.util.List;
import java.util.Set;

/// Turns away callers who lack the groups that a logical cluster requires of everybody in it.
public final class RequiredGroupsAuthorizer implements Authorizer {
    private static final Set<String> EXEMPT =
            Set.of(
                    Tenancy.ADMIN_GROUP,
                    Tenancy.BOOTSTRAPPER_GROUP,
                    Tenancy.LOGICAL_CLUSTER_ADMIN_GROUP,
                    Tenancy.EXTERNAL_LOGICAL_CLUSTER_ADMIN_GROUP);
    private static final Decision PASS = Decision.noOpinion("required groups are held");

    private final LogicalClusters clusters;

    public RequiredGroupsAuthorizer(LogicalClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        var user = attributes.user();
        if (!(attributes.scope() instanceof ClusterScope.One(var cluster))
                || user.groups().stream().anyMatch(EXEMPT::contains)
                || ContentAuthorizer.isServiceAccount(user)) {
            return PASS;
        }
        var required = clusters.find(cluster).map(each -> each.requiredGroups()).orElse("");
        return required.isEmpty() || satisfies(user, required)
                ? PASS
                : Decision.deny("user lacks the groups that the logical cluster requires");
    }

    /// Semicolons separate alternatives, commas groups that are needed together.
    static boolean satisfies(User user, String required) {
        return List.of(required.split(";", -1)).stream()
                .anyMatch(
                        alternative ->
                                user.groups().containsAll(List.of(alternative.split(",", -1))));
    }
}
