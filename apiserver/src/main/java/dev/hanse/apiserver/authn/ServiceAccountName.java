package dev.hanse.apiserver.authn;

import java.util.List;
import java.util.Optional;

/// A service account as a user name says it: `system:serviceaccount:<namespace>:<name>`.
public record ServiceAccountName(String namespace, String name) {

    public static final String USER_PREFIX = "system:serviceaccount:";
    public static final String ALL_GROUP = "system:serviceaccounts";

    /// Empty for every other user name, also for one that only starts like a service account.
    public static Optional<ServiceAccountName> parse(String userName) {
        if (!userName.startsWith(USER_PREFIX)) {
            return Optional.empty();
        }
        var rest = userName.substring(USER_PREFIX.length());
        int colon = rest.indexOf(':');
        if (colon <= 0 || colon == rest.length() - 1 || rest.indexOf(':', colon + 1) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new ServiceAccountName(rest.substring(0, colon), rest.substring(colon + 1)));
    }

    public String userName() {
        return USER_PREFIX + namespace + ":" + name;
    }

    /// The groups every service account is in, without [User#AUTHENTICATED].
    public List<String> groups() {
        return List.of(ALL_GROUP, ALL_GROUP + ":" + namespace);
    }
}
