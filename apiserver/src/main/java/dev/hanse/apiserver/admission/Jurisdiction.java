package dev.hanse.apiserver.admission;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Optional;

/// Whose policies and webhooks judge the objects of a resource: normally those of the cluster that
/// the objects are in, but those of the provider where the API comes from one.
@FunctionalInterface
public interface Jurisdiction {

    /// The cluster whose configuration counts for `resource` in `cluster`; empty when this
    /// jurisdiction has no say.
    Optional<ClusterName> of(ClusterName cluster, GroupResource resource);
}
