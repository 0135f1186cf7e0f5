package dev.hanse.machinery.tenancy;

import java.util.Optional;
import java.util.regex.Pattern;

/// A path to a logical cluster through the workspace tree, for instance `root:acme:team-a`.
///
/// A path of one segment, and any path that starts with `system:`, is a cluster name at the same
/// time.
public record ClusterPath(String value) {

    private static final Pattern SHAPE =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    public static final ClusterPath ROOT = new ClusterPath("root");

    public ClusterPath {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a logical cluster path: " + value);
        }
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    /// The cluster this path names without any lookup, if it does.
    public Optional<ClusterName> name() {
        return ClusterName.isValid(value) ? Optional.of(new ClusterName(value)) : Optional.empty();
    }

    public Optional<ClusterPath> parent() {
        int colon = value.lastIndexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new ClusterPath(value.substring(0, colon)));
    }

    public String lastSegment() {
        return value.substring(value.lastIndexOf(':') + 1);
    }

    public ClusterPath child(String segment) {
        return new ClusterPath(value + ":" + segment);
    }

    @Override
    public String toString() {
        return value;
    }
}
