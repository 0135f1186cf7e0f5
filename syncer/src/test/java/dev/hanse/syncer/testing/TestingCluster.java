package dev.hanse.syncer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a Kubernetes API server does with objects, as far as a syncer notices: versions, UIDs,
/// finalizers, generations, patches and apply. Knows no schemas and no watches.
public final class TestingCluster implements ObjectClient {

    private record Key(ClusterName cluster, String resource, String namespace, String name) {}

    private final Map<Key, KubeObject> objects = new TreeMap<>(Comparator.comparing(Key::toString));
    private final Map<String, JsonNode> applied = new TreeMap<>();
    private final List<String> writes = new ArrayList<>();
    private int lives = Integer.MAX_VALUE;
    private long revision;

    /// Lets the client that uses this cluster die instead of its `n`th write from now, counting
    /// from zero.
    public void dieAtWrite(int n) {
        lives = n;
    }

    public void liveOn() {
        lives = Integer.MAX_VALUE;
    }

    /// What was written so far, such as `create secrets/db`; nothing that changed nothing.
    public List<String> writes() {
        return List.copyOf(writes);
    }

    /// Puts an object there as its owner would, replacing what is there.
    public KubeObject put(ResourceScope scope, KubeObject object) {
        var before = objects.get(key(scope, object.name()));
        return store(scope, object, before);
    }

    /// Takes an object away without asking its finalizers.
    public void vanish(ResourceScope scope, String name) {
        objects.remove(key(scope, name));
    }

    @Override
    public KubeObject get(ResourceScope scope, String name) {
        var found = objects.get(key(scope, name));
        if (found == null) {
            throw ApiException.notFound(scope.resource().groupResource(), name);
        }
        return found;
    }

    @Override
    public ObjectList list(ResourceScope scope, ListOptions options) {
        var selector = LabelSelector.parse(options.labelSelector());
        var items =
                objects.entrySet().stream()
                        .filter(it -> isIn(it.getKey(), scope))
                        .map(Map.Entry::getValue)
                        .filter(it -> selector.matches(it.labels()))
                        .toList();
        return new ObjectList(Long.toString(revision), items);
    }

    @Override
    public Watch watch(
            ResourceScope scope, ListOptions options, String resourceVersion, WatchHandler events) {
        events.on(new WatchEvent.Bookmark(resourceVersion));
        return () -> {};
    }

    @Override
    public KubeObject create(ResourceScope scope, KubeObject object) {
        if (objects.containsKey(key(scope, object.name()))) {
            throw ApiException.alreadyExists(scope.resource().groupResource(), object.name());
        }
        return write("create", scope, object, null);
    }

    @Override
    public KubeObject update(ResourceScope scope, KubeObject object) {
        return write("update", scope, object, get(scope, object.name()));
    }

    @Override
    public KubeObject updateStatus(ResourceScope scope, KubeObject object) {
        return update(scope, object);
    }

    @Override
    public KubeObject patch(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            PatchType type,
            JsonNode patch) {
        var before = get(scope, name);
        var version = patch.at("/metadata/resourceVersion").asText();
        if (!version.isEmpty() && !version.equals(before.resourceVersion())) {
            throw ApiException.modified(scope.resource().groupResource(), name);
        }
        return write(
                verb("patch", subresource), scope, before.with(it -> merge(it, patch)), before);
    }

    @Override
    public KubeObject apply(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            JsonNode configuration,
            String fieldManager,
            boolean force) {
        var before = objects.get(key(scope, name));
        var book = key(scope, name) + fieldManager + subresource;
        var earlier = applied.getOrDefault(book, JsonNodeFactory.instance.objectNode());
        var base = before == null ? new KubeObject(JsonNodeFactory.instance.objectNode()) : before;
        var after =
                base.with(
                        json -> {
                            Applying.remove(json, earlier, configuration);
                            Applying.set(json, configuration);
                        });
        var result = write(verb("apply", subresource), scope, after, before);
        applied.put(book, configuration.deepCopy());
        return result;
    }

    @Override
    public void delete(ResourceScope scope, String name, DeleteOptions options) {
        var before = get(scope, name);
        if (!options.uid().isEmpty() && !options.uid().equals(before.uid())) {
            throw ApiException.conflict(
                    scope.resource().groupResource(), name, "the UID is another one");
        }
        var now = "2026-01-01T00:00:00Z";
        write(
                "delete",
                scope,
                before.with(it -> it.withObject("/metadata").put("deletionTimestamp", now)),
                before);
    }

    @Override
    public void deleteCollection(ResourceScope scope, ListOptions options) {
        list(scope, options).items().forEach(it -> delete(scope, it.name(), DeleteOptions.NONE));
    }

    private KubeObject write(
            String verb, ResourceScope scope, KubeObject after, @Nullable KubeObject before) {
        if (before != null && unversioned(after).equals(unversioned(before))) {
            return before;
        }
        if (lives == 0) {
            throw new IllegalStateException("killed");
        }
        lives--;
        writes.add(verb + " " + scope.resource().resource() + "/" + after.name());
        return store(scope, after, before);
    }

    private static KubeObject unversioned(KubeObject object) {
        return object.with(it -> it.withObject("/metadata").remove("resourceVersion"));
    }

    private KubeObject store(ResourceScope scope, KubeObject object, @Nullable KubeObject before) {
        revision++;
        var stored = object.with(it -> complete(it, scope, before));
        var key = key(scope, object.name());
        if (stored.isBeingDeleted() && stored.finalizers().isEmpty()) {
            objects.remove(key);
        } else {
            objects.put(key, stored);
        }
        return stored;
    }

    private void complete(ObjectNode json, ResourceScope scope, @Nullable KubeObject before) {
        var metadata = json.withObject("/metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        metadata.put("uid", before == null ? UUID.randomUUID().toString() : before.uid());
        long generation = before == null ? 0 : before.generation();
        var same = before != null && before.spec().equals(json.path("spec"));
        metadata.put("generation", same ? generation : generation + 1);
        if (scope.cluster() != null) {
            json.withObject("/metadata/annotations").put("kcp.io/cluster", scope.cluster().value());
        }
    }

    private static void merge(ObjectNode json, JsonNode patch) {
        for (var field : patch.properties()) {
            if (field.getValue().isNull()) {
                json.remove(field.getKey());
            } else if (field.getValue().isObject()) {
                merge(json.withObject("/" + field.getKey().replace("/", "~1")), field.getValue());
            } else {
                json.set(field.getKey(), field.getValue());
            }
        }
    }

    private static String verb(String verb, @Nullable String subresource) {
        return subresource == null ? verb : verb + " " + subresource + " of";
    }

    private static boolean isIn(Key key, ResourceScope scope) {
        return key.resource().equals(scope.resource().groupResource().toString())
                && (scope.cluster() == null || key.cluster().equals(scope.cluster()))
                && (scope.namespace() == null || key.namespace().equals(scope.namespace()));
    }

    private static Key key(ResourceScope scope, String name) {
        var cluster = scope.cluster();
        var namespace = scope.namespace();
        return new Key(
                cluster == null ? ClusterName.ROOT : cluster,
                scope.resource().groupResource().toString(),
                namespace == null ? "" : namespace,
                name);
    }
}
