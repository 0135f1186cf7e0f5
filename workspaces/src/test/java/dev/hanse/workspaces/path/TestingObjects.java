package dev.hanse.workspaces.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.ObjectIndex;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Stored objects in a map, with the export that tenancy comes from already in place.
public final class TestingObjects implements StoredObjects {
    private static final String IDENTITY = "abc";

    private record Place(StorageResource resource, ObjectKey key) {}

    private final Map<Place, KubeObject> objects = new LinkedHashMap<>();

    public TestingObjects() {
        put(
                StorageResource.custom(new GroupResource("apis.kcp.io", "apiexports")),
                "root",
                "tenancy.kcp.io",
                "{status: {identityHash: " + IDENTITY + "}}");
    }

    /// @param path canonical path, or empty for none
    public TestingObjects cluster(String name, String path, String phase) {
        return put(
                TenancyStorage.LOGICAL_CLUSTERS,
                name,
                "cluster",
                "{metadata: {annotations: {"
                        + (path.isEmpty() ? "" : "kcp.io/path: '" + path + "'")
                        + "}}, status: {phase: "
                        + phase
                        + "}}");
    }

    public TestingObjects workspace(String cluster, String name, String leadsTo) {
        return put(tenancy("workspaces"), cluster, name, "{spec: {cluster: '" + leadsTo + "'}}");
    }

    public TestingObjects type(String cluster, String name, String spec) {
        return put(tenancy("workspacetypes"), cluster, name, "{spec: " + spec + "}");
    }

    public TestingObjects put(StorageResource where, String cluster, String name, String yaml) {
        objects.put(
                new Place(where, key(cluster, name)),
                new KubeObject((ObjectNode) Yaml.parse(yaml)));
        return this;
    }

    public void remove(StorageResource where, String cluster, String name) {
        objects.remove(new Place(where, key(cluster, name)));
    }

    public static StorageResource tenancy(String plural) {
        return new StorageResource(new GroupResource("tenancy.kcp.io", plural), IDENTITY);
    }

    private static ObjectKey key(String cluster, String name) {
        return new ObjectKey(new ClusterName(cluster), "", name);
    }

    @Override
    public Optional<KubeObject> get(StorageResource resource, ObjectKey key) {
        return Optional.ofNullable(objects.get(new Place(resource, key)));
    }

    @Override
    public List<KubeObject> list(StorageResource resource, ClusterName cluster) {
        return objects.entrySet().stream()
                .filter(each -> each.getKey().resource().equals(resource))
                .filter(each -> each.getKey().key().cluster().equals(cluster))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public List<KubeObject> list(StorageResource resource, ClusterName cluster, String namespace) {
        return list(resource, cluster);
    }

    @Override
    public List<KubeObject> listEverywhere(StorageResource resource) {
        return objects.entrySet().stream()
                .filter(each -> each.getKey().resource().equals(resource))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Stream<KubeObject> find(ObjectIndex index, String term) {
        return listEverywhere(index.resource()).stream()
                .filter(each -> index.terms().apply(each).contains(term));
    }

    /// Caches nothing, so it is always right.
    @Override
    public <V> ClusterCache<V> cache(
            List<StorageResource> resources, int maximumSize, Function<ClusterName, V> load) {
        return load::apply;
    }
}
