package dev.hanse.machinery.tenancy;

import java.util.regex.Pattern;

/// The name of a logical cluster: its storage identity, one path segment, for instance `root`,
/// `system:admin` or `1p9zd4vxm5x7r0a2`.
///
/// Validated on construction, so a ClusterName may be put into a storage key as it is.
public record ClusterName(String value) implements Comparable<ClusterName> {

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SYSTEM =
            Pattern.compile(
                    "system:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?");

    public static final ClusterName ROOT = new ClusterName("root");

    /// Holds the bootstrap RBAC every workspace falls back to.
    public static final ClusterName SYSTEM_ADMIN = new ClusterName("system:admin");

    public ClusterName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a logical cluster name: " + value);
        }
    }

    /// A segment that storage keys use for themselves is no cluster's name.
    private static final String RESERVED = "customresources";

    public static boolean isValid(String value) {
        return (PLAIN.matcher(value).matches() && !value.equals(RESERVED))
                || SYSTEM.matcher(value).matches();
    }

    /// Whether this is one of the clusters that hold the platform's own objects.
    public boolean isSystem() {
        return value.startsWith("system:");
    }

    @Override
    public int compareTo(ClusterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
