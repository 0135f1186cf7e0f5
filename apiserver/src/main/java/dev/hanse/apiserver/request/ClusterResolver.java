package dev.hanse.apiserver.request;

import dev.hanse.machinery.tenancy.ClusterName;

/// Knows which logical cluster the segment behind `/clusters/` means.
///
/// Consulted by every request, so it must be fast and thread-safe.
public interface ClusterResolver {

    /// The clusters that `clusterSegment` (decoded) addresses.
    ///
    /// @throws dev.hanse.machinery.status.ApiException when it is malformed, unknown or out of
    ///   reach
    ClusterScope resolve(String clusterSegment);

    /// Refuses requests to a cluster that is out of service, whoever asks.
    ///
    /// @param path the path behind the cluster prefix
    /// @throws dev.hanse.machinery.status.ApiException when the cluster must not be used now
    default void requireActive(ClusterName cluster, String path) {}
}
