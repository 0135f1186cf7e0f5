package dev.hanse.machinery.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.Status;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server whose lists and watches say what the test tells them to; writes are not its business.
final class ScriptedWatches implements ObjectClient {

    final List<KubeObject> listed = new CopyOnWriteArrayList<>();
    final List<String> startedAt = new CopyOnWriteArrayList<>();
    final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final BlockingDeque<WatchHandler> watchers = new LinkedBlockingDeque<>();

    int openWatches() {
        return open.get();
    }

    void say(KubeObject object) throws InterruptedException {
        awaitWatch().on(new WatchEvent.Modified(object));
    }

    void end(Status status) throws InterruptedException {
        var watcher = awaitWatch();
        watchers.remove(watcher);
        watcher.on(new WatchEvent.Ended(status));
    }

    WatchHandler awaitWatch() throws InterruptedException {
        var watcher = watchers.pollFirst(10, TimeUnit.SECONDS);
        if (watcher == null) {
            throw new AssertionError("nobody watches");
        }
        watchers.addFirst(watcher);
        return watcher;
    }

    @Override
    public ObjectList list(ResourceScope scope, ListOptions options) {
        lists.incrementAndGet();
        return new ObjectList("1", listed);
    }

    @Override
    public Watch watch(
            ResourceScope scope, ListOptions options, String resourceVersion, WatchHandler events) {
        open.incrementAndGet();
        startedAt.add(resourceVersion);
        watchers.add(events);
        return open::decrementAndGet;
    }

    @Override
    public KubeObject get(ResourceScope scope, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject create(ResourceScope scope, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject update(ResourceScope scope, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject updateStatus(ResourceScope scope, KubeObject object) {
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

    @Override
    public void deleteCollection(ResourceScope scope, ListOptions options) {
        throw new UnsupportedOperationException();
    }
}
