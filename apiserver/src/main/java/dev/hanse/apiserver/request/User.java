package dev.hanse.apiserver.request;

import java.util.List;
import java.util.Map;

/// An authenticated identity, as in `authentication.k8s.io/v1 UserInfo`.
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

    public static final String ANONYMOUS = "system:anonymous";
    public static final String MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    public User {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    public static User of(String name, String... groups) {
        return new User(name, "", List.of(groups), Map.of());
    }

    /// A part of the server itself, under its own name and above RBAC.
    public static User system(String name) {
        return of(name, MASTERS, AUTHENTICATED);
    }

    public boolean isMaster() {
        return groups.contains(MASTERS);
    }
}
