package dev.hanse.apiserver.garbage;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.garbage.Ownership.Standing;
import dev.hanse.apiserver.read.Dependents;
import dev.hanse.apiserver.read.Dependents.Dependent;
import dev.hanse.apiserver.read.ObjectIndexes;
import dev.hanse.apiserver.watch.LifecycleFeed;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.codec.StoredMetadata;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes objects whose owners are gone, and completes deletions that wait for dependents
/// (foreground) or leave them behind (orphan), as kube-controller-manager's garbage collector does.
///
/// Told about every change by a [LifecycleFeed], it finds dependents by index and remembers nothing
/// but the owners that wait right now. What was pending before a start is found by the same index.
public final class GarbageCollector implements LifecycleFeed.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GarbageCollector.class);

    /// An owner whose kind is not served may be served later, and nothing tells when.
    private static final Duration UNTIL_SERVED = Duration.ofMinutes(5);

    private final ObjectClient client;
    private final Dependents dependents;
    private final Objects objects;
    private final Owners owners;
    private final Controller<Task> controller;

    /// Owners that are deleted in the foreground, to be looked at when a dependent changes.
    private final Map<Task.Gone, Task.Look> waiting = new ConcurrentHashMap<>();

    private volatile Thread sweep = Thread.ofVirtual().unstarted(() -> {});

    public GarbageCollector(
            ObjectClient client,
            Function<ClusterName, ApiSurface> surfaces,
            Dependents dependents,
            Clock clock) {
        this.client = client;
        this.dependents = dependents;
        this.objects = new Objects(client, surfaces);
        this.owners = new Owners(objects, new OwnerEvents(client, clock));
        this.controller =
                Controller.<Task>named("garbage-collector")
                        .lanes(Task::cluster)
                        .workers(4)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    /// Looks at everything that may have happened while nobody told, one object after the other, so
    /// that a million of them are no burden.
    @Override
    public void missedChanges() {
        sweep.interrupt();
        sweep = Thread.ofVirtual().name("garbage-sweep").start(this::sweep);
    }

    private void sweep() {
        try (var unsettled = dependents.unsettled()) {
            unsettled
                    .takeWhile(_ -> !Thread.currentThread().isInterrupted())
                    .map(each -> new Task.Look(each.resource(), each.key(), false))
                    .forEach(this::sweep);
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("sweep ended early");
        }
    }

    private void sweep(Task.Look look) {
        try {
            if (reconcile(look) instanceof Result.Done) {
                return;
            }
        } catch (RuntimeException e) {
            log.atDebug()
                    .addKeyValue("key", look)
                    .addKeyValue("error", e.getMessage())
                    .log("later");
        }
        controller.enqueue(look);
    }

    @Override
    public void changed(LifecycleFeed.Change change) {
        var cluster = change.key().cluster();
        var before = change.before();
        var now = change.now();
        pokeOwners(cluster, before);
        pokeOwners(cluster, now);
        if (now == null) {
            if (before != null) {
                var gone = new Task.Gone(cluster, before.uid());
                waiting.remove(gone);
                controller.enqueue(gone);
            }
        } else if (ObjectIndexes.isCollecting(now)) {
            controller.enqueue(new Task.Look(change.resource(), change.key(), false));
        } else if (before == null || !before.owners().equals(now.owners())) {
            if (!now.owners().isEmpty()) {
                controller.enqueue(new Task.Look(change.resource(), change.key(), true));
            }
        }
    }

    /// A dependent changed, so an owner that waits for it may not have to any more.
    private void pokeOwners(ClusterName cluster, @Nullable StoredMetadata dependent) {
        if (dependent == null || waiting.isEmpty()) {
            return;
        }
        for (var uid : dependent.owners()) {
            var owner = waiting.get(new Task.Gone(cluster, uid));
            if (owner != null) {
                controller.enqueue(owner);
            }
        }
    }

    private Result reconcile(Task task) {
        return switch (task) {
            case Task.Gone gone -> {
                lookAtDependents(gone);
                yield Result.done();
            }
            case Task.Look look ->
                    objects.find(look).map(item -> settle(look, item)).orElseGet(Result::done);
        };
    }

    private void lookAtDependents(Task.Gone owner) {
        try (var found = dependents.of(owner.cluster(), owner.uid())) {
            found.forEach(
                    each -> controller.enqueue(new Task.Look(each.resource(), each.key(), false)));
        }
    }

    private Result settle(Task.Look look, Item item) {
        if (!item.object().isBeingDeleted()) {
            return collect(item, look.namesNewOwners());
        }
        if (item.orphansDependents()) {
            orphan(item);
        } else if (item.waitsForDependents()) {
            awaitDependents(look, item);
        }
        return Result.done();
    }

    private void orphan(Item item) {
        var uid = item.object().uid();
        try (var found = dependents.of(item.cluster(), uid)) {
            found.flatMap(each -> objects.item(each).stream())
                    .forEach(each -> objects.removeOwners(each, List.of(uid)));
        }
        objects.removeFinalizer(item, Item.ORPHAN);
    }

    /// Lets an owner go when no dependent blocks it any more.
    private void awaitDependents(Task.Look look, Item item) {
        var owner = new Task.Gone(item.cluster(), item.object().uid());
        if (!waiting.containsKey(owner)) {
            lookAtDependents(owner);
            // INVARIANT: noted before dependents are read to decide, so that what changes after
            // that is noticed.
            waiting.put(owner, look);
        }
        boolean blocked;
        try (var found = dependents.of(owner.cluster(), owner.uid())) {
            blocked = found.anyMatch(each -> blocks(each, owner.uid()));
        }
        if (!blocked) {
            objects.removeFinalizer(item, Item.FOREGROUND);
            waiting.remove(owner);
        }
    }

    private static boolean blocks(Dependent dependent, String uid) {
        return !dependent.object().uid().equals(uid)
                && dependent.object().ownerReferences().stream()
                        .anyMatch(each -> each.uid().equals(uid) && each.blocksOwnerDeletion());
    }

    private Result collect(Item item, boolean report) {
        var ownership = owners.of(item, report);
        if (ownership.has(Standing.UNRESOLVABLE)) {
            return Result.done();
        }
        if (ownership.has(Standing.UNKNOWN)) {
            return Result.requeueAfter(UNTIL_SERVED);
        }
        if (ownership.has(Standing.SOLID)) {
            var lost = ownership.uids(Standing.DANGLING, Standing.WAITING);
            if (!lost.isEmpty()) {
                objects.removeOwners(item, lost);
            }
        } else if (ownership.has(Standing.WAITING) && hasDependents(item)) {
            objects.delete(item, "Foreground");
        } else if (ownership.has(Standing.WAITING) || ownership.has(Standing.DANGLING)) {
            objects.delete(item, item.policy());
        }
        return Result.done();
    }

    /// Also breaks circles: two objects that wait for each other would wait forever.
    private boolean hasDependents(Item item) {
        boolean any = false;
        try (var found = dependents.of(item.cluster(), item.object().uid())) {
            for (var each : (Iterable<Dependent>) found::iterator) {
                any = true;
                if (Item.waitsForDependents(each.object())) {
                    objects.unblockOwners(item);
                    break;
                }
            }
        }
        return any;
    }

    @Override
    public void close() {
        sweep.interrupt();
        controller.close();
    }
}
