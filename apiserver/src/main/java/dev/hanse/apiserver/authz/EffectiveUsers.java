package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.hanse.apiserver.authn.ExtraKeys;
import dev.hanse.apiserver.authn.ServiceAccountName;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The identities whose permissions a user has in a cluster: itself where its scopes allow, what is
/// left of it elsewhere, the global name of a service account, and its warrants.
///
/// The rules are those of kcp's fork of Kubernetes, pkg/registry/rbac/validation/kcp.go.
public final class EffectiveUsers {

    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final String CLUSTER_SCOPE = "cluster:";
    private static final String CLUSTER_GROUP = "system:cluster:";
    private static final String GLOBAL_SERVICE_ACCOUNT = "system:kcp:serviceaccount:";

    /// Warrants in warrants; nobody needs more, and a request header must not decide our stack
    /// depth.
    private static final int MAXIMUM_DEPTH = 8;

    private final ClusterName cluster;
    private final Set<User> users = new LinkedHashSet<>();

    private EffectiveUsers(ClusterName cluster) {
        this.cluster = cluster;
    }

    public static Collection<User> of(User user, ClusterName cluster) {
        if (user.extra().isEmpty()) {
            return List.of(user);
        }
        var found = new EffectiveUsers(cluster);
        found.add(user, 0);
        return found.users;
    }

    /// Whether an identity means in `cluster` what its name says: its scopes include the cluster,
    /// and a service account is one of the cluster itself.
    public static boolean isInScope(User user, ClusterName cluster) {
        if (isServiceAccount(user) && isForeign(user, cluster)) {
            return false;
        }
        return user.extra().getOrDefault(ExtraKeys.SCOPES, List.of()).stream()
                .allMatch(each -> scopedClusters(each).contains(cluster.value()));
    }

    /// Whether the user is a service account of `cluster` itself.
    public static boolean isLocalServiceAccount(User user, ClusterName cluster) {
        return isServiceAccount(user) && isInScope(user, cluster);
    }

    private void add(User user, int depth) {
        users.add(isInScope(user, cluster) ? user : outOfScope(user));
        globalServiceAccount(user).ifPresent(users::add);
        if (depth == MAXIMUM_DEPTH) {
            return;
        }
        for (var text : user.extra().getOrDefault(ExtraKeys.WARRANT, List.of())) {
            var warrant = parseWarrant(text);
            if (warrant != null) {
                add(warrant, depth + 1);
            }
        }
    }

    private static User outOfScope(User user) {
        var groups = new ArrayList<String>();
        groups.add(
                user.groups().contains(User.AUTHENTICATED)
                        ? User.AUTHENTICATED
                        : User.UNAUTHENTICATED);
        origin(user).ifPresent(each -> groups.add(CLUSTER_GROUP + each));
        return new User(User.ANONYMOUS, "", groups, Map.of());
    }

    private static Optional<User> globalServiceAccount(User user) {
        var clusters = user.extra().getOrDefault(ExtraKeys.CLUSTER_NAME, List.of());
        if (!isServiceAccount(user) || clusters.size() != 1) {
            return Optional.empty();
        }
        var home = clusters.getFirst();
        var groups = new ArrayList<String>();
        if (user.groups().contains(User.AUTHENTICATED)) {
            groups.add(User.AUTHENTICATED);
        }
        groups.add(CLUSTER_GROUP + home);
        var name = user.name().substring(ServiceAccountName.USER_PREFIX.length());
        return Optional.of(
                new User(GLOBAL_SERVICE_ACCOUNT + home + ":" + name, "", groups, Map.of()));
    }

    /// The one cluster an identity belongs to, if it says so.
    private static Optional<String> origin(User user) {
        var home = user.extra().getOrDefault(ExtraKeys.CLUSTER_NAME, List.of());
        if (!home.isEmpty()) {
            return home.size() == 1 ? Optional.of(home.getFirst()) : Optional.empty();
        }
        @Nullable Set<String> common = null;
        for (var value : user.extra().getOrDefault(ExtraKeys.SCOPES, List.of())) {
            var clusters = scopedClusters(value);
            if (common == null) {
                common = clusters;
            } else {
                common.retainAll(clusters);
            }
        }
        return common != null && common.size() == 1
                ? Optional.of(common.iterator().next())
                : Optional.empty();
    }

    private static Set<String> scopedClusters(String value) {
        var clusters = new LinkedHashSet<String>();
        for (var scope : value.split(",", -1)) {
            if (scope.startsWith(CLUSTER_SCOPE)) {
                clusters.add(scope.substring(CLUSTER_SCOPE.length()));
            }
        }
        return clusters;
    }

    private static boolean isServiceAccount(User user) {
        return user.name().startsWith(ServiceAccountName.USER_PREFIX);
    }

    /// A service account without a home counts as local, so that a local review may name one.
    private static boolean isForeign(User user, ClusterName cluster) {
        var home = user.extra().getOrDefault(ExtraKeys.CLUSTER_NAME, List.of());
        return !home.isEmpty() && !home.equals(List.of(cluster.value()));
    }

    private static @Nullable User parseWarrant(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null; // as in kcp, a warrant nobody can read warrants nothing
        }
        if (!json.isObject()) {
            return null;
        }
        var extra = new HashMap<String, List<String>>();
        json.path("extra").properties().forEach(e -> extra.put(e.getKey(), strings(e.getValue())));
        var user =
                new User(
                        json.path("user").asText(),
                        json.path("uid").asText(),
                        strings(json.path("groups")),
                        extra);
        boolean homeless =
                isServiceAccount(user)
                        && extra.getOrDefault(ExtraKeys.CLUSTER_NAME, List.of()).isEmpty();
        return homeless ? null : user;
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }
}
