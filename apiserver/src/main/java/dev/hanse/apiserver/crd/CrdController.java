package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.controllers.Clusters;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Deletes the objects of CustomResourceDefinitions that are being deleted, and looks again at
/// those whose names were in use when they were written.
public final class CrdController implements AutoCloseable {

    private static final Duration OBJECTS_REMAIN = Duration.ofSeconds(1);
    private static final Duration DELETION_FAILED = Duration.ofSeconds(5);
    private static final Duration NAMES_IN_USE = Duration.ofSeconds(30);

    /// Until then, somebody may still be writing who did not know of the definition.
    private static final Duration SETTLES = Duration.ofSeconds(5);

    private final ObjectClient client;
    private final CrdRivals rivals;
    private final Clock clock;
    private final Controller<Key> controller;

    record Key(ClusterName cluster, String name) {}

    /// @param surfaces what a cluster serves at the moment
    public CrdController(
            ObjectClient client, Function<ClusterName, ApiSurface> surfaces, Clock clock) {
        this.client = client;
        this.rivals = new CrdRivals(client, surfaces);
        this.clock = clock;
        this.controller =
                Controller.<Key>named("crd")
                        .watching(ResourceScope.everywhere(Crd.V1), CrdController::keys)
                        .lanes(Key::cluster)
                        .workers(2)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    @Override
    public void close() {
        controller.close();
    }

    private static List<Key> keys(KubeObject crd) {
        return List.of(new Key(Clusters.of(crd), crd.name()));
    }

    Result reconcile(Key key) {
        var scope = ResourceScope.in(key.cluster(), Crd.V1);
        KubeObject crd;
        try {
            crd = client.get(scope, key.name());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                wakeOthers(scope);
                return Result.done();
            }
            throw e;
        }
        if (crd.isBeingDeleted()) {
            return crd.finalizers().contains(Crd.FINALIZER)
                    ? deleteObjects(scope, crd)
                    : Result.done();
        }
        if (Crd.isTrue(crd.json(), Crd.NAMES_ACCEPTED)) {
            return lookAgain(scope, key.cluster(), crd);
        }
        // Writing the definition as it is makes CrdNaming decide again; unchanged, it is not
        // stored.
        var updated = client.update(scope, crd);
        return Crd.isTrue(updated.json(), Crd.NAMES_ACCEPTED)
                ? Result.done()
                : Result.requeueAfter(NAMES_IN_USE);
    }

    /// Takes names back from a definition when somebody else is right, or looks again when the
    /// definition is so young that others may not have known of it.
    private Result lookAgain(ResourceScope scope, ClusterName cluster, KubeObject crd) {
        if (rivals.anyIsRight(scope, cluster, crd)) {
            client.updateStatus(scope, crd.with(json -> withdraw(json, clock.instant())));
            // The write wakes this controller, and then CrdNaming says what is in conflict.
            return Result.done();
        }
        var age =
                crd.creationTimestamp()
                        .map(each -> Duration.between(each, clock.instant()))
                        .orElse(SETTLES);
        return age.compareTo(SETTLES) < 0 ? Result.requeueAfter(SETTLES.minus(age)) : Result.done();
    }

    private static void withdraw(ObjectNode crd, Instant now) {
        crd.withObject("status").putObject("acceptedNames").put("kind", "").put("plural", "");
        var text = "not all names are accepted";
        Crd.set(crd, new Crd.Condition(Crd.NAMES_ACCEPTED, false, "Conflict", text), now);
        Crd.set(crd, new Crd.Condition(Crd.ESTABLISHED, false, "NotAccepted", text), now);
    }

    /// A definition that is gone has set its names free.
    private void wakeOthers(ResourceScope scope) {
        for (var each : client.list(scope, ListOptions.ALL).items()) {
            if (!Crd.isTrue(each.json(), Crd.NAMES_ACCEPTED)) {
                keys(each).forEach(controller::enqueue);
            }
        }
    }

    private Result deleteObjects(ResourceScope scope, KubeObject crd) {
        var resource = servedResource(crd);
        if (resource.isPresent()) {
            var instances = new ResourceScope(scope.cluster(), resource.get(), null, "");
            try {
                deleteAll(instances);
                if (!client.list(instances, ListOptions.ALL).items().isEmpty()) {
                    report(
                            scope,
                            crd,
                            "InstanceDeletionInProgress",
                            "CustomResource deletion is in progress");
                    return Result.requeueAfter(OBJECTS_REMAIN);
                }
            } catch (ApiException e) {
                // For instance a webhook that refuses, or one that would have to convert.
                report(
                        scope,
                        crd,
                        "InstanceDeletionFailed",
                        "could not issue all deletes: " + e.status().message());
                return Result.requeueAfter(DELETION_FAILED);
            }
        }
        client.update(scope, crd.with(CrdController::removeFinalizer));
        return Result.done();
    }

    /// How to reach the objects; nothing when the definition was never served, and so has none.
    private static Optional<GroupVersionResource> servedResource(KubeObject crd) {
        if (!Crd.isTrue(crd.json(), Crd.ESTABLISHED)) {
            return Optional.empty();
        }
        var found = Optional.<GroupVersionResource>empty();
        for (var version : crd.spec().path("versions")) {
            // The storage version is best: nothing has to be converted.
            if (version.path("served").asBoolean()
                    && (found.isEmpty() || version.path("storage").asBoolean())) {
                found =
                        Optional.of(
                                new GroupVersionResource(
                                        crd.spec().path("group").asText(),
                                        version.path("name").asText(),
                                        crd.status()
                                                .path("acceptedNames")
                                                .path("plural")
                                                .asText()));
            }
        }
        return found;
    }

    private void deleteAll(ResourceScope instances) {
        var namespaces = new TreeSet<String>();
        for (var each : client.list(instances, ListOptions.ALL).items()) {
            if (!each.isBeingDeleted()) {
                namespaces.add(each.namespace());
            }
        }
        // The API deletes collections of one namespace at a time.
        namespaces.forEach(
                each -> client.deleteCollection(instances.namespace(each), ListOptions.ALL));
    }

    private void report(ResourceScope scope, KubeObject crd, String reason, String message) {
        var condition = new Crd.Condition(Crd.TERMINATING, true, reason, message);
        client.updateStatus(scope, crd.with(json -> Crd.set(json, condition, clock.instant())));
    }

    private static void removeFinalizer(ObjectNode json) {
        if (json.path("metadata").path("finalizers") instanceof ArrayNode finalizers) {
            for (int i = finalizers.size() - 1; i >= 0; i--) {
                if (finalizers.get(i).asText().equals(Crd.FINALIZER)) {
                    finalizers.remove(i);
                }
            }
        }
    }
}
