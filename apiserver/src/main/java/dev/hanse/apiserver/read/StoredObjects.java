package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reads objects as they are stored, for the parts of the pipeline that other requests depend on:
/// authorizers, the catalog, admission. Everybody else uses an
/// [dev.hanse.machinery.client.ObjectClient].
///
/// Reads are linearizable where they follow a write of the same server and never wait for other
/// servers. Thread-safe.
public interface StoredObjects {

    /// The object at its storage version, with resourceVersion and `kcp.io/cluster`.
    Optional<KubeObject> get(StorageResource resource, ObjectKey key);

    /// All objects of one cluster, in key order.
    List<KubeObject> list(StorageResource resource, ClusterName cluster);

    /// All objects of one cluster, in key order, for those who remember what they made of each.
    default List<ObjectVersion> versions(StorageResource resource, ClusterName cluster) {
        return list(resource, cluster).stream()
                .map(each -> new ObjectVersion(each, () -> each))
                .toList();
    }

    /// One version of an object, which is parsed when somebody wants to see it.
    ///
    /// @param id equal for the same version of the same object only
    record ObjectVersion(Object id, Supplier<KubeObject> object) {}

    /// All objects of one namespace, in key order.
    List<KubeObject> list(StorageResource resource, ClusterName cluster, String namespace);

    /// All objects of all clusters, in key order.
    List<KubeObject> listEverywhere(StorageResource resource);

    /// Objects of all clusters that have `term` in `index`, in key order and all as of one
    /// revision, read as the stream is consumed.
    ///
    /// @throws dev.hanse.storage.UnavailableException if the index, being new, is not built in time
    Stream<KubeObject> find(ObjectIndex index, String term);

    /// A bounded cache of something computed from objects of one cluster; an entry is dropped as
    /// soon as any object of `resources` changes in its cluster, so that a read after a write sees
    /// the write.
    ///
    /// @param maximumSize how many clusters are kept, by use
    <V> ClusterCache<V> cache(
            List<StorageResource> resources, int maximumSize, Function<ClusterName, V> load);
}
