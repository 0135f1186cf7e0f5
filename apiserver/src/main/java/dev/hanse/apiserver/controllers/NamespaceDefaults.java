package dev.hanse.apiserver.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.watch.LifecycleFeed;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import java.util.List;

/// Gives every namespace what Kubernetes gives it: the service account `default` and the ConfigMap
/// `kube-root-ca.crt`.
public final class NamespaceDefaults implements LifecycleFeed.Listener, AutoCloseable {

    private static final GroupVersionResource SERVICE_ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final String DEFAULT = "default";
    private static final String ROOT_CA = "kube-root-ca.crt";
    private static final String DESCRIPTION = "kubernetes.io/description";

    private final ObjectClient client;
    private final String certificateAuthority;
    private final Controller<NamespaceController.Key> controller;

    public NamespaceDefaults(ObjectClient client, String certificateAuthority) {
        this.client = client;
        this.certificateAuthority = certificateAuthority;
        this.controller =
                Controller.<NamespaceController.Key>named("namespace-defaults")
                        .watching(
                                ResourceScope.everywhere(NamespaceController.NAMESPACES),
                                object ->
                                        object.isBeingDeleted()
                                                ? List.of()
                                                : List.of(NamespaceController.Key.of(object)))
                        .lanes(NamespaceController.Key::cluster)
                        .workers(2)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    @Override
    public void missedChanges() {
        // The watch of namespaces tells about all of them at a start.
    }

    /// Whoever deletes or edits what every namespace has gets it back.
    @Override
    public void changed(LifecycleFeed.Change change) {
        var resource = change.resource().resource();
        var name = change.key().name();
        boolean ours =
                (name.equals(DEFAULT) && resource.equals(SERVICE_ACCOUNTS.groupResource()))
                        || (name.equals(ROOT_CA) && resource.equals(CONFIG_MAPS.groupResource()));
        if (ours) {
            var key = change.key();
            controller.enqueue(new NamespaceController.Key(key.cluster(), key.namespace()));
        }
    }

    private Result reconcile(NamespaceController.Key key) {
        var namespace =
                client.find(
                        ResourceScope.in(key.cluster(), NamespaceController.NAMESPACES),
                        key.namespace());
        if (namespace.isEmpty() || namespace.get().isBeingDeleted()) {
            return Result.done();
        }
        serviceAccount(key);
        rootCertificate(key);
        return Result.done();
    }

    private void serviceAccount(NamespaceController.Key key) {
        var scope = ResourceScope.in(key.cluster(), SERVICE_ACCOUNTS, key.namespace());
        if (client.find(scope, DEFAULT).isEmpty()) {
            create(
                    scope,
                    KubeObject.of(
                            new GroupVersionKind("", "v1", "ServiceAccount"),
                            key.namespace(),
                            DEFAULT));
        }
    }

    private void rootCertificate(NamespaceController.Key key) {
        var scope = ResourceScope.in(key.cluster(), CONFIG_MAPS, key.namespace());
        var data = JsonNodeFactory.instance.objectNode().put("ca.crt", certificateAuthority);
        var found = client.find(scope, ROOT_CA);
        if (found.isEmpty()) {
            create(
                    scope,
                    KubeObject.of(
                                    new GroupVersionKind("", "v1", "ConfigMap"),
                                    key.namespace(),
                                    ROOT_CA)
                            .with(json -> describe(json).set("data", data)));
        } else if (!found.get().json().path("data").equals(data)
                || found.get().annotation(DESCRIPTION).orElse("").isEmpty()) {
            client.update(scope, found.get().with(json -> describe(json).set("data", data)));
        }
    }

    private static ObjectNode describe(ObjectNode configMap) {
        configMap
                .withObject("/metadata/annotations")
                .put(DESCRIPTION, "Verifies the API server of this cluster, and nothing else.");
        return configMap;
    }

    /// Creates what is not there; a namespace that went away in the meantime needs nothing.
    private void create(ResourceScope scope, KubeObject object) {
        try {
            client.create(scope, object);
        } catch (ApiException e) {
            if (!e.isAlreadyExists() && !e.isNotFound() && e.code() != 403) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        controller.close();
    }
}
