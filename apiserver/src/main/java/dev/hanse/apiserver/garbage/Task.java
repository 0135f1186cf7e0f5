package dev.hanse.apiserver.garbage;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.tenancy.ClusterName;

/// What there is to do.
sealed interface Task {

    ClusterName cluster();

    /// An object may be without owners, or be waiting for its dependents.
    ///
    /// @param namesNewOwners whether the object itself says something new about its owners, which
    ///   may be wrong
    record Look(StorageResource resource, ObjectKey key, boolean namesNewOwners) implements Task {
        @Override
        public ClusterName cluster() {
            return key.cluster();
        }
    }

    /// An owner is gone, so whatever names it has to be looked at.
    record Gone(ClusterName cluster, String uid) implements Task {}
}
