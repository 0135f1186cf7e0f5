package dev.hanse.apiserver.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Empties namespaces that are being deleted, then lets them go.
public final class NamespaceController implements AutoCloseable {

    static final GroupVersionResource NAMESPACES = new GroupVersionResource("", "v1", "namespaces");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final String FINALIZER = "kubernetes";

    private final ObjectClient client;
    private final Catalog catalog;
    private final Clock clock;
    private final Controller<Key> controller;

    /// One namespace of one cluster.
    record Key(ClusterName cluster, String namespace) {

        static Key of(KubeObject namespace) {
            return new Key(Clusters.of(namespace), namespace.name());
        }
    }

    public NamespaceController(ObjectClient client, Catalog catalog, Clock clock) {
        this.client = client;
        this.catalog = catalog;
        this.clock = clock;
        this.controller =
                Controller.<Key>named("namespace")
                        .watching(
                                ResourceScope.everywhere(NAMESPACES),
                                object ->
                                        object.isBeingDeleted()
                                                ? List.of(Key.of(object))
                                                : List.of())
                        .lanes(Key::cluster)
                        .workers(2)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    private Result reconcile(Key key) {
        KubeObject namespace;
        try {
            namespace = client.get(ResourceScope.in(key.cluster(), NAMESPACES), key.namespace());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Result.done();
            }
            throw e;
        }
        if (!namespace.isBeingDeleted()) {
            return Result.done();
        }
        var left = empty(key);
        if (left.isEmpty()) {
            release(key, namespace);
            return Result.done();
        }
        report(key, namespace, left);
        return Result.requeueAfter(Duration.ofSeconds(1));
    }

    /// Deletes what is there. Pods go first: what they use must not be taken from under them
    /// (KEP-5080).
    private NamespaceContent empty(Key key) {
        var left = new NamespaceContent();
        var resources = namespacedResources(key.cluster());
        resources.stream()
                .filter(each -> each.groupResource().equals(PODS))
                .forEach(each -> empty(key, each, left));
        if (left.isEmpty()) {
            resources.stream()
                    .filter(each -> !each.groupResource().equals(PODS))
                    .forEach(each -> empty(key, each, left));
        }
        return left;
    }

    private List<ResourceDefinition> namespacedResources(ClusterName cluster) {
        return catalog.surface(cluster).definitions().stream()
                .filter(each -> each.namespaced() && each.verbs().contains("delete"))
                .toList();
    }

    private void empty(Key key, ResourceDefinition definition, NamespaceContent left) {
        var resource = definition.groupResource();
        var scope = ResourceScope.in(key.cluster(), definition.served(), key.namespace());
        try {
            var found = client.list(scope, ListOptions.ALL).items();
            if (found.isEmpty()) {
                return;
            }
            found.forEach(each -> delete(scope, each));
            client.list(scope, ListOptions.ALL).items().forEach(each -> left.add(resource, each));
        } catch (ApiException e) {
            left.failed(resource, e.status().message());
        }
    }

    private void delete(ResourceScope scope, KubeObject object) {
        try {
            client.delete(scope, object.name(), new DeleteOptions(object.uid(), "", "Background"));
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict()) {
                throw e;
            }
        }
    }

    private void release(Key key, KubeObject namespace) {
        var finalized =
                namespace.with(
                        json -> {
                            var kept = json.withObject("/spec").putArray("finalizers");
                            namespace
                                    .spec()
                                    .path("finalizers")
                                    .forEach(
                                            each -> {
                                                if (!each.asText().equals(FINALIZER)) {
                                                    kept.add(each);
                                                }
                                            });
                        });
        client.patch(
                ResourceScope.in(key.cluster(), NAMESPACES),
                key.namespace(),
                "finalize",
                ObjectClient.PatchType.MERGE,
                JsonNodeFactory.instance.objectNode().set("spec", finalized.spec()));
    }

    private void report(Key key, KubeObject namespace, NamespaceContent left) {
        var before = namespace.status().path("conditions");
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("status")
                .put("phase", "Terminating")
                .set("conditions", NamespaceConditions.of(left, before, clock.instant()));
        client.patch(
                ResourceScope.in(key.cluster(), NAMESPACES),
                key.namespace(),
                "status",
                ObjectClient.PatchType.MERGE,
                patch);
    }

    @Override
    public void close() {
        controller.close();
    }
}
