package dev.hanse.workspaces.bootstrap;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.object.KubeObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Waits until an object has become what others depend on.
final class Await {
    private final ObjectClient client;
    private final Duration patience;

    Await(ObjectClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /// @throws IllegalStateException when it does not happen in time
    KubeObject until(ResourceScope scope, String name, Predicate<KubeObject> condition)
            throws InterruptedException {
        var options = new ListOptions("", "metadata.name=" + name);
        var listed = client.list(scope, options);
        for (var each : listed.items()) {
            if (condition.test(each)) {
                return each;
            }
        }
        var reached = new CompletableFuture<KubeObject>();
        try (var _ =
                client.watch(
                        scope,
                        options,
                        listed.resourceVersion(),
                        event -> on(event, condition, reached))) {
            return reached.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    scope.resource() + " " + name + " did not become ready in time", e);
        }
    }

    private static void on(
            WatchEvent event,
            Predicate<KubeObject> condition,
            CompletableFuture<KubeObject> reached) {
        switch (event) {
            case WatchEvent.Added(var object) -> test(object, condition, reached);
            case WatchEvent.Modified(var object) -> test(object, condition, reached);
            case WatchEvent.Deleted _, WatchEvent.Bookmark _ -> {}
            case WatchEvent.Ended(var status) ->
                    reached.completeExceptionally(new IllegalStateException(status.message()));
        }
    }

    private static void test(
            KubeObject object,
            Predicate<KubeObject> condition,
            CompletableFuture<KubeObject> reached) {
        if (condition.test(object)) {
            reached.complete(object);
        }
    }
}
