package dev.hanse.machinery.reconcile;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reconcile loop: watches say which keys may have changed, workers reconcile them.
///
/// Each key is reconciled by one worker at a time, and again after every change seen while it was.
/// Failures are retried with exponential backoff. Lanes (see [Builder#lanes]) take turns, so one
/// tenant's work cannot hold up another's. Thread-safe.
public final class Controller<K> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Controller.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Builder<K> parts;
    private final Reconciler<K> reconciler;
    private final WorkQueue<K> queue;
    private final List<Thread> sources = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();

    private Controller(Builder<K> parts, Reconciler<K> reconciler) {
        this.parts = parts;
        this.reconciler = reconciler;
        this.queue = new WorkQueue<>(parts.lane, parts.backoff, System::nanoTime);
    }

    /// Starts describing a controller; the name is for logs and threads.
    public static <K> Builder<K> named(String name) {
        return new Builder<>(name);
    }

    /// Begins to watch and work. At most once.
    public void start(ObjectClient client) {
        for (var each : parts.watches) {
            var source =
                    new WatchSource(
                            client,
                            each.scope(),
                            each.options(),
                            object -> each.keys().apply(object).forEach(queue::add),
                            parts.backoff);
            sources.add(startThread("watch", sources.size(), source));
        }
        for (int i = 0; i < parts.workers; i++) {
            workers.add(startThread("worker", i, this::work));
        }
    }

    /// Lets a key be reconciled soon, for reasons no watch tells.
    public void enqueue(K key) {
        queue.add(key);
    }

    /// Stops watching, lets running reconciliations finish for a few seconds, then interrupts them.
    @Override
    public void close() {
        sources.forEach(Thread::interrupt);
        queue.close();
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (var each : workers) {
                if (!each.join(Duration.ofNanos(deadline - System.nanoTime()))) {
                    each.interrupt();
                }
            }
            for (var each : sources) {
                each.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            workers.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private Thread startThread(String role, int number, Runnable task) {
        return Thread.ofVirtual().name(parts.name + "-" + role + "-" + number).start(task);
    }

    private void work() {
        try {
            for (var key = queue.take(); key != null; key = queue.take()) {
                reconcile(key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // A controller must outlive whatever one key does to it, so everything is caught here.
    private void reconcile(K key) throws InterruptedException {
        try {
            var result = reconciler.reconcile(key);
            queue.succeeded(key);
            switch (result) {
                case Result.Done() -> {}
                case Result.RequeueAfter(var delay) -> queue.addAfter(key, delay);
            }
        } catch (InterruptedException e) {
            queue.failed(key);
            throw e;
        } catch (Exception e) {
            report(key, e, queue.failed(key));
        }
    }

    /// A conflict only says that somebody else was faster: worth a retry, not an operator's time.
    private void report(K key, Exception error, Duration delay) {
        var event =
                error instanceof ApiException e && e.isConflict()
                        ? log.atDebug()
                        : log.atWarn().setCause(error);
        event.addKeyValue("controller", parts.name)
                .addKeyValue("key", key)
                .addKeyValue("retryIn", delay)
                .addKeyValue("error", error.getMessage())
                .log("reconciliation failed");
    }

    private record Watched<K>(
            ResourceScope scope,
            ListOptions options,
            Function<KubeObject, ? extends Collection<K>> keys) {}

    /// What a controller is made of. Not thread-safe.
    public static final class Builder<K> {

        private final String name;
        private final List<Watched<K>> watches = new ArrayList<>();
        private Function<K, ?> lane = _ -> "";
        private Backoff backoff = Backoff.NEARBY;
        private int workers = 1;

        private Builder(String name) {
            this.name = name;
        }

        /// Adds a watch.
        ///
        /// @param keys the keys that an object which appeared, changed or went away may concern
        public Builder<K> watching(
                ResourceScope scope,
                ListOptions options,
                Function<KubeObject, ? extends Collection<K>> keys) {
            watches.add(new Watched<>(scope, options, keys));
            return this;
        }

        public Builder<K> watching(
                ResourceScope scope, Function<KubeObject, ? extends Collection<K>> keys) {
            return watching(scope, ListOptions.ALL, keys);
        }

        /// Groups keys, for instance by logical cluster; groups take turns.
        public Builder<K> lanes(Function<K, ?> laneOf) {
            lane = laneOf;
            return this;
        }

        public Builder<K> backoff(Backoff backoff) {
            this.backoff = backoff;
            return this;
        }

        public Builder<K> workers(int workers) {
            this.workers = workers;
            return this;
        }

        public Controller<K> reconciler(Reconciler<K> reconciler) {
            return new Controller<>(this, reconciler);
        }
    }
}
