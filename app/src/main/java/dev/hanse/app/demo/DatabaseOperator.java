package dev.hanse.app.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.http.Connection;
import dev.hanse.syncer.http.HttpObjectClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// What a real operator would do on a worker cluster, in small: it reads orders, pretends to run
/// databases, writes a connection secret and reports in the status. Knows nothing of tenants.
final class DatabaseOperator implements AutoCloseable {

    private static final GroupVersionResource INSTANCES =
            new GroupVersionResource("database.example.io", "v1", "postgresqlinstances");
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");
    private static final String MANAGER = "database-operator";

    private final String site;
    private final Connection connection;
    private final ObjectClient client;
    private final Controller<Key> controller;

    private record Key(String namespace, String name) {}

    DatabaseOperator(String site, Path workerKubeconfig) {
        this.site = site;
        this.connection = Connection.fromKubeconfig(workerKubeconfig, null);
        this.client = HttpObjectClient.ofCluster(connection, connection.server());
        this.controller =
                Controller.<Key>named("database-operator-" + site)
                        .watching(
                                ResourceScope.in(ClusterName.ROOT, INSTANCES),
                                object -> List.of(new Key(object.namespace(), object.name())))
                        .reconciler(this::reconcile);
    }

    void start() {
        controller.start(client);
    }

    private Result reconcile(Key key) {
        KubeObject instance;
        try {
            instance =
                    client.get(
                            ResourceScope.in(ClusterName.ROOT, INSTANCES, key.namespace()),
                            key.name());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Result.done();
            }
            throw e;
        }
        if (instance.isBeingDeleted()) {
            return Result.done();
        }
        var host = key.name() + "." + key.namespace() + "." + site + ".example.io";
        writeSecret(instance, host);
        report(instance, host);
        return Result.done();
    }

    private void writeSecret(KubeObject instance, String host) {
        var secret =
                KubeObject.of(
                                new GroupVersionKind("", "v1", "Secret"),
                                instance.namespace(),
                                secretName(instance))
                        .json();
        var owner = ((ObjectNode) secret.get("metadata")).putArray("ownerReferences").addObject();
        owner.put("apiVersion", instance.apiVersion()).put("kind", instance.kind());
        owner.put("name", instance.name()).put("uid", instance.uid());
        var data = secret.putObject("data");
        data.put("host", base64(host)).put("port", base64("5432")).put("username", base64("app"));
        data.put("password", base64("secret-of-" + instance.uid()));
        client.apply(
                ResourceScope.in(ClusterName.ROOT, SECRETS, instance.namespace()),
                secretName(instance),
                null,
                secret,
                MANAGER,
                true);
    }

    private void report(KubeObject instance, String host) {
        var replicas = instance.spec().path("replicas").asInt(1);
        var configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("apiVersion", instance.apiVersion()).put("kind", instance.kind());
        configuration
                .putObject("metadata")
                .put("name", instance.name())
                .put("namespace", instance.namespace());
        var status = configuration.putObject("status");
        status.put("phase", "Running").put("site", site).put("readyReplicas", replicas);
        status.put("selector", "database.example.io/instance=" + instance.name());
        status.put("observedGeneration", instance.generation());
        status.put("engineVersion", instance.spec().path("engineVersion").asText());
        status.put("endpoint", host + ":5432");
        status.putObject("connectionSecretRef").put("name", secretName(instance));
        var ready = status.putArray("conditions").addObject();
        ready.put("type", "Ready").put("status", "True").put("reason", "Running");
        ready.put("message", replicas + " of " + replicas + " instances are ready");
        ready.put("lastTransitionTime", instance.metadata().path("creationTimestamp").asText());
        client.apply(
                ResourceScope.in(ClusterName.ROOT, INSTANCES, instance.namespace()),
                instance.name(),
                "status",
                configuration,
                MANAGER,
                true);
    }

    private static String secretName(KubeObject instance) {
        return instance.name() + "-connection";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        controller.close();
        connection.close();
    }
}
