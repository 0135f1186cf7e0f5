package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// [StoredObjects] over the storage engine's local history. Thread-safe: keeps no state.
public final class HistoryObjects implements StoredObjects {

    private static final int PAGE = 500;

    private final Storage storage;
    private final StoredForm form;

    public HistoryObjects(Storage storage, StoredForm form) {
        this.storage = storage;
        this.form = form;
    }

    @Override
    public Optional<KubeObject> get(StorageResource resource, ObjectKey key) {
        var found =
                storage.read(Range.key(Keyspace.key(resource, key)), storage.localRevision(), 1);
        return found.entries().stream().findFirst().map(each -> form.object(resource, each));
    }

    @Override
    public List<KubeObject> list(StorageResource resource, ClusterName cluster) {
        return objects(resource, Keyspace.cluster(resource, cluster));
    }

    @Override
    public List<ObjectVersion> versions(StorageResource resource, ClusterName cluster) {
        return entries(Keyspace.cluster(resource, cluster)).stream()
                .map(
                        each ->
                                new ObjectVersion(
                                        new VersionId(each.key(), each.modRevision()),
                                        () -> form.object(resource, each)))
                .toList();
    }

    private record VersionId(Bytes key, Revision revision) {}

    @Override
    public List<KubeObject> list(StorageResource resource, ClusterName cluster, String namespace) {
        return objects(resource, Keyspace.namespace(resource, cluster, namespace));
    }

    @Override
    public List<KubeObject> listEverywhere(StorageResource resource) {
        return objects(resource, Keyspace.all(resource));
    }

    @Override
    public Stream<KubeObject> find(ObjectIndex index, String term) {
        var resource = index.resource();
        return new IndexLookup(storage, index.name(), Bytes.utf8(term), Keyspace.all(resource))
                .at(storage.localRevision())
                .map(each -> form.object(resource, each));
    }

    @Override
    public <V> ClusterCache<V> cache(
            List<StorageResource> resources, int maximumSize, Function<ClusterName, V> load) {
        return new HistoryClusterCache<>(storage, resources, maximumSize, load);
    }

    private List<KubeObject> objects(StorageResource resource, Range range) {
        var objects = new ArrayList<KubeObject>();
        for (Entry entry : entries(range)) {
            objects.add(form.object(resource, entry));
        }
        return objects;
    }

    private List<Entry> entries(Range range) {
        var page = storage.read(range, storage.localRevision(), PAGE);
        if (!page.more()) {
            return page.entries();
        }
        var all = new ArrayList<>(page.entries());
        while (page.more()) {
            page = storage.read(range.after(all.getLast().key()), page.revision(), PAGE);
            all.addAll(page.entries());
        }
        return all;
    }
}
