package dev.hanse.apiserver.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Empties namespaces that are being deleted, then lets them go.
public final class NamespaceController implements AutoCloseable {

    static final GroupVersionResource NAMESPACES = new GroupVersionResource("", "v1", "namespaces");
    private static final String FINALIZER = "kubernetes";

    private final ObjectClient client;
    private final Catalog catalog;
    private final Controller<Key> controller;

    /// One namespace of one cluster.
    record Key(ClusterName cluster, String namespace) {

        static Key of(KubeObject namespace) {
            return new Key(Clusters.of(namespace), namespace.name());
        }
    }

    public NamespaceController(ObjectClient client, Catalog catalog) {
        this.client = client;
        this.catalog = catalog;
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
        var remaining = new TreeMap<String, Integer>();
        var finalizers = new TreeMap<String, Integer>();
        for (var definition : namespacedResources(key.cluster())) {
            empty(key, definition, remaining, finalizers);
        }
        if (remaining.isEmpty()) {
            release(key, namespace);
            return Result.done();
        }
        report(key, namespace, remaining, finalizers);
        return Result.requeueAfter(Duration.ofSeconds(1));
    }

    private List<ResourceDefinition> namespacedResources(ClusterName cluster) {
        return catalog.surface(cluster).definitions().stream()
                .filter(each -> each.namespaced() && each.verbs().contains("delete"))
                .toList();
    }

    private void empty(
            Key key,
            ResourceDefinition definition,
            Map<String, Integer> remaining,
            Map<String, Integer> finalizers) {
        var resource = definition.groupResource().withVersion(definition.anyServedVersion());
        var scope = ResourceScope.in(key.cluster(), resource, key.namespace());
        if (client.list(scope, ListOptions.ALL).items().isEmpty()) {
            return;
        }
        client.deleteCollection(scope, ListOptions.ALL);
        for (var left : client.list(scope, ListOptions.ALL).items()) {
            remaining.merge(definition.groupResource().toString(), 1, Integer::sum);
            left.finalizers().forEach(each -> finalizers.merge(each, 1, Integer::sum));
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

    /// What is left, as Kubernetes' conditions name it.
    private void report(
            Key key,
            KubeObject namespace,
            Map<String, Integer> remaining,
            Map<String, Integer> finalizers) {
        var conditions = new LinkedHashMap<String, String>();
        conditions.put(
                "NamespaceContentRemaining",
                "Some resources are remaining: "
                        + sentence(remaining, " has ", " resource instances"));
        if (!finalizers.isEmpty()) {
            conditions.put(
                    "NamespaceFinalizersRemaining",
                    "Some content in the namespace has finalizers remaining: "
                            + sentence(finalizers, " in ", " resource instances"));
        }
        var reasons =
                Map.of(
                        "NamespaceContentRemaining", "SomeResourcesRemain",
                        "NamespaceFinalizersRemaining", "SomeFinalizersRemain");
        var patch = JsonNodeFactory.instance.objectNode();
        var array = patch.putObject("status").put("phase", "Terminating").putArray("conditions");
        conditions.forEach(
                (type, message) -> {
                    var condition = array.addObject();
                    condition.put("type", type).put("status", "True");
                    condition.put("reason", reasons.get(type)).put("message", message);
                    condition.put(
                            "lastTransitionTime",
                            namespace.metadata().path("deletionTimestamp").asText());
                });
        client.patch(
                ResourceScope.in(key.cluster(), NAMESPACES),
                key.namespace(),
                "status",
                ObjectClient.PatchType.MERGE,
                patch);
    }

    private static String sentence(Map<String, Integer> counts, String middle, String end) {
        var parts = new ArrayList<String>();
        counts.forEach((what, count) -> parts.add(what + middle + count + end));
        return String.join(", ", parts);
    }

    @Override
    public void close() {
        controller.close();
    }
}
