package dev.hanse.apiserver.controllers;

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
public final class NamespaceDefaults implements AutoCloseable {

    private static final GroupVersionResource SERVICE_ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final String ROOT_CA = "kube-root-ca.crt";

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

    private Result reconcile(NamespaceController.Key key) {
        var namespace = key.namespace();
        create(
                ResourceScope.in(key.cluster(), SERVICE_ACCOUNTS, namespace),
                KubeObject.of(
                        new GroupVersionKind("", "v1", "ServiceAccount"), namespace, "default"));
        create(
                ResourceScope.in(key.cluster(), CONFIG_MAPS, namespace),
                KubeObject.of(new GroupVersionKind("", "v1", "ConfigMap"), namespace, ROOT_CA)
                        .with(json -> json.putObject("data").put("ca.crt", certificateAuthority)));
        return Result.done();
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
