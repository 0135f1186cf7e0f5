package dev.hanse.apiserver.keyspace;

import dev.hanse.machinery.tenancy.ClusterName;

/// Where one object is stored, besides its resource.
///
/// @param namespace empty for cluster-scoped objects
public record ObjectKey(ClusterName cluster, String namespace, String name) {}
