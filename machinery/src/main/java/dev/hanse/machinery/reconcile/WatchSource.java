package dev.hanse.machinery.reconcile;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells about every object of a scope once, then about every change, until interrupted.
///
/// Resumes where a watch ended, and lists again only when that revision is gone. Keeps no copy of
/// the objects, so deletions that fall into such a gap are not told: whoever must not miss one
/// holds a finalizer.
final class WatchSource implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WatchSource.class);
    private static final Duration BRIEF = Duration.ofSeconds(1);

    private final ObjectClient client;
    private final ResourceScope scope;
    private final ListOptions options;
    private final Consumer<KubeObject> changed;
    private final Backoff backoff;
    private volatile @Nullable String seen;
    private int failures;

    WatchSource(
            ObjectClient client,
            ResourceScope scope,
            ListOptions options,
            Consumer<KubeObject> changed,
            Backoff backoff) {
        this.client = client;
        this.scope = scope;
        this.options = options;
        this.changed = changed;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try {
            var from = seen;
            if (from == null) {
                var listed = client.list(scope, options);
                listed.items().forEach(this::tell);
                from = listed.resourceVersion();
                seen = from;
            }
            long started = System.nanoTime();
            var status = watch(from);
            if (status.code() == 410) {
                seen = null;
            }
            // Servers end watches now and then; only one that ends at once is a failure.
            if (System.nanoTime() - started < BRIEF.toNanos() && from.equals(seen)) {
                pause("watch ended at once", status.message());
            } else {
                failures = 0;
            }
        } catch (ApiException e) {
            if (e.isExpired()) {
                seen = null;
            }
            pause("list or watch failed", e.status().message());
        }
    }

    /// Watches until the server ends it, and says why it did.
    private Status watch(String from) throws InterruptedException {
        var ended = new CompletableFuture<Status>();
        try (var _ = client.watch(scope, options, from, event -> on(event, ended))) {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a watch never ends exceptionally", e);
        }
    }

    private void on(WatchEvent event, CompletableFuture<Status> ended) {
        switch (event) {
            case WatchEvent.Added(var object) -> tellChange(object);
            case WatchEvent.Modified(var object) -> tellChange(object);
            case WatchEvent.Deleted(var object) -> tellChange(object);
            case WatchEvent.Bookmark(var resourceVersion) -> seen = resourceVersion;
            case WatchEvent.Ended(var status) -> ended.complete(status);
        }
    }

    private void tellChange(KubeObject object) {
        tell(object);
        seen = object.resourceVersion();
    }

    /// An object that nobody can make sense of must not stop the news about all others.
    private void tell(KubeObject object) {
        try {
            changed.accept(object);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("resource", scope.resource())
                    .addKeyValue("name", object.name())
                    .log("cannot tell which keys an object belongs to");
        }
    }

    private void pause(String what, String why) throws InterruptedException {
        var delay = backoff.after(++failures);
        log.atDebug()
                .addKeyValue("resource", scope.resource())
                .addKeyValue("error", why)
                .addKeyValue("retryIn", delay)
                .log(what);
        Thread.sleep(delay);
    }
}
