package dev.hanse.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Stored objects in memory. Not thread-safe.
public final class TestingObjects implements StoredObjects {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::cluster)
                    .thenComparing(ObjectKey::namespace)
                    .thenComparing(ObjectKey::name);

    private final Map<StorageResource, TreeMap<ObjectKey, KubeObject>> objects =
            new ConcurrentHashMap<>();
    private final List<Cached<?>> caches = new ArrayList<>();

    private record Cached<V>(List<StorageResource> resources, Map<ClusterName, V> values) {}

    /// Stores an object of a built-in kind whose plural is its kind with an `s`.
    public TestingObjects put(ClusterName cluster, KubeObject object) {
        var resource = builtIn(object);
        objects.computeIfAbsent(resource, _ -> new TreeMap<>(ORDER))
                .put(new ObjectKey(cluster, object.namespace(), object.name()), object);
        changed(resource, cluster);
        return this;
    }

    /// Stores every document of a YAML stream.
    public TestingObjects put(ClusterName cluster, String yaml) {
        Yaml.parseAll(yaml).forEach(each -> put(cluster, new KubeObject((ObjectNode) each)));
        return this;
    }

    public void remove(ClusterName cluster, KubeObject object) {
        var resource = builtIn(object);
        objects.getOrDefault(resource, new TreeMap<>(ORDER))
                .remove(new ObjectKey(cluster, object.namespace(), object.name()));
        changed(resource, cluster);
    }

    @Override
    public Optional<KubeObject> get(StorageResource resource, ObjectKey key) {
        return Optional.ofNullable(objects.getOrDefault(resource, new TreeMap<>(ORDER)).get(key));
    }

    @Override
    public List<KubeObject> list(StorageResource resource, ClusterName cluster) {
        return select(resource, key -> key.cluster().equals(cluster));
    }

    @Override
    public List<KubeObject> list(StorageResource resource, ClusterName cluster, String namespace) {
        return select(
                resource,
                key -> key.cluster().equals(cluster) && key.namespace().equals(namespace));
    }

    @Override
    public List<KubeObject> listEverywhere(StorageResource resource) {
        return select(resource, _ -> true);
    }

    @Override
    public Stream<KubeObject> find(ObjectIndex index, String term) {
        return listEverywhere(index.resource()).stream()
                .filter(each -> index.terms().apply(each).contains(term));
    }

    @Override
    public <V> ClusterCache<V> cache(
            List<StorageResource> resources, int maximumSize, Function<ClusterName, V> load) {
        var cached = new Cached<V>(resources, new ConcurrentHashMap<>());
        caches.add(cached);
        return cluster -> cached.values.computeIfAbsent(cluster, load);
    }

    private List<KubeObject> select(StorageResource resource, Predicate<ObjectKey> wanted) {
        return objects.getOrDefault(resource, new TreeMap<>(ORDER)).entrySet().stream()
                .filter(each -> wanted.test(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void changed(StorageResource resource, ClusterName cluster) {
        caches.stream()
                .filter(each -> each.resources.contains(resource))
                .forEach(each -> each.values.remove(cluster));
    }

    private static StorageResource builtIn(KubeObject object) {
        return StorageResource.builtIn(
                new GroupResource(
                        object.groupVersionKind().group(),
                        object.kind().toLowerCase(Locale.ROOT) + "s"));
    }
}
