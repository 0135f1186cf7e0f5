package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects of one cluster in memory, as far as controllers that delete them need it.
final class TestingClient implements ObjectClient {

    private final Map<GroupVersionResource, List<KubeObject>> objects = new HashMap<>();
    private int updates;

    void put(GroupVersionResource resource, KubeObject object) {
        objects.computeIfAbsent(resource, _ -> new ArrayList<>()).add(object);
    }

    List<KubeObject> objects(GroupVersionResource resource) {
        return List.copyOf(objects.getOrDefault(resource, List.of()));
    }

    int updates() {
        return updates;
    }

    @Override
    public KubeObject get(ResourceScope scope, String name) {
        return objects(scope.resource()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(scope.resource().groupResource(), name));
    }

    @Override
    public ObjectList list(ResourceScope scope, ListOptions options) {
        return new ObjectList("1", objects(scope.resource()));
    }

    @Override
    public KubeObject update(ResourceScope scope, KubeObject object) {
        updates++;
        objects.getOrDefault(scope.resource(), new ArrayList<>())
                .replaceAll(each -> each.name().equals(object.name()) ? object : each);
        return object;
    }

    @Override
    public KubeObject updateStatus(ResourceScope scope, KubeObject object) {
        return update(scope, object);
    }

    /// Objects with finalizers stay, as they would.
    @Override
    public void deleteCollection(ResourceScope scope, ListOptions options) {
        objects.getOrDefault(scope.resource(), new ArrayList<>())
                .removeIf(
                        each ->
                                each.namespace().equals(scope.namespace())
                                        && each.finalizers().isEmpty());
    }

    @Override
    public Watch watch(
            ResourceScope scope, ListOptions options, String resourceVersion, WatchHandler events) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject create(ResourceScope scope, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject patch(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            PatchType type,
            JsonNode patch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject apply(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            JsonNode configuration,
            String fieldManager,
            boolean force) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ResourceScope scope, String name, DeleteOptions options) {
        throw new UnsupportedOperationException();
    }
}
