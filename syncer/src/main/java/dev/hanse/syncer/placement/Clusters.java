package dev.hanse.syncer.placement;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Optional;

/// Tells which logical cluster an object is of.
final class Clusters {

    private static final String ANNOTATION = "kcp.io/cluster";

    private Clusters() {}

    static Optional<ClusterName> of(KubeObject object) {
        return object.annotation(ANNOTATION).map(ClusterName::new);
    }

    /// @throws IllegalStateException if the object does not say
    static ClusterName require(KubeObject object) {
        return of(object)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "object without " + ANNOTATION + ": " + object.name()));
    }
}
