package dev.hanse.apiserver.read;

import dev.hanse.machinery.tenancy.ClusterName;

/// Values by cluster that follow the history. See [StoredObjects#cache].
public interface ClusterCache<V> {

    V get(ClusterName cluster);
}
