package dev.hanse.apiserver;

import dev.hanse.apiserver.builtin.network.ServiceClaims;
import dev.hanse.apiserver.builtin.workload.PriorityClassStrategy;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// What pods, the scheduler and the controllers of a Kubernetes cluster expect to find.
record ClusterBootstrap(ObjectClient client, ClusterName cluster) {

    private static final String READY = "Kubernetes Service CIDR is ready";

    /// @param port of the API server
    void run(ServerConfig config, int port) {
        priorityClasses();
        authentication(config);
        serviceNetwork(config);
        ownService(config, port);
    }

    private void priorityClasses() {
        for (var each : PriorityClassStrategy.SYSTEM.entrySet()) {
            var where =
                    each.getKey().contains("node")
                            ? "that must not be moved from their current node."
                            : "that must run in the cluster, but can be moved to another node if"
                                    + " necessary.";
            var object =
                    KubeObject.of(
                                    new GroupVersionKind(
                                            "scheduling.k8s.io", "v1", "PriorityClass"),
                                    null,
                                    each.getKey())
                            .json()
                            .deepCopy();
            object.put("value", each.getValue());
            object.put("description", "Used for system critical pods " + where);
            create("priorityclasses", new KubeObject(object));
        }
    }

    /// Whose client certificates the server believes, for servers that believe the same.
    private void authentication(ServerConfig config) {
        var object =
                KubeObject.of(
                                new GroupVersionKind("", "v1", "ConfigMap"),
                                "kube-system",
                                "extension-apiserver-authentication")
                        .json()
                        .deepCopy();
        var authorities = config.clientCaFile();
        if (authorities != null) {
            try {
                object.putObject("data").put("client-ca-file", Files.readString(authorities));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + authorities, e);
            }
        }
        create("configmaps", new KubeObject(object));
    }

    /// The network of services as an object (KEP-1880).
    private void serviceNetwork(ServerConfig config) {
        var kind = new GroupVersionKind("networking.k8s.io", "v1", "ServiceCIDR");
        var object = KubeObject.of(kind, null, "kubernetes").json().deepCopy();
        var cidrs = object.putObject("spec").putArray("cidrs");
        config.services().addresses().forEach(cidrs::add);
        create("servicecidrs", new KubeObject(object));
        var scope = ResourceScope.in(cluster, kind.groupVersion().withResource("servicecidrs"));
        var stored = client.get(scope, "kubernetes");
        if (stored.json().path("status").path("conditions").isEmpty()) {
            var ready = stored.json().deepCopy();
            ready.withObjectProperty("status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "True")
                    .put("reason", "")
                    .put("message", READY)
                    .put(
                            "lastTransitionTime",
                            stored.metadata().path("creationTimestamp").asText());
            client.updateStatus(scope, new KubeObject(ready));
        }
    }

    /// What pods find the API server by.
    private void ownService(ServerConfig config, int port) {
        var object =
                KubeObject.of(new GroupVersionKind("", "v1", "Service"), "default", "kubernetes")
                        .json()
                        .deepCopy();
        object.withObjectProperty("metadata")
                .putObject("labels")
                .put("component", "apiserver")
                .put("provider", "kubernetes");
        var spec = object.putObject("spec");
        spec.put("clusterIP", ServiceClaims.first(config.services()));
        spec.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", 443)
                .put("targetPort", port);
        create("services", new KubeObject(object));
    }

    private void create(String resource, KubeObject object) {
        var version = GroupVersion.parse(object.apiVersion());
        Bootstrap.create(
                client,
                ResourceScope.in(cluster, version.withResource(resource), object.namespace()),
                object);
    }
}
