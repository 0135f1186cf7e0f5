package dev.hanse.apiserver.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;

/// Says where the server itself is: the Endpoints and the EndpointSlice of the Service
/// `default/kubernetes`, which nobody selects pods for. Put right whenever somebody changes them.
public final class OwnEndpoints implements AutoCloseable {

    private static final GroupVersionKind ENDPOINTS = new GroupVersionKind("", "v1", "Endpoints");
    private static final GroupVersionKind SLICE =
            new GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice");
    private static final String NAMESPACE = "default";
    private static final String NAME = "kubernetes";
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    /// Keeps kube-controller-manager from making a second slice of the Endpoints.
    private static final String SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror";

    private final ObjectClient client;
    private final ResourceScope endpoints;
    private final ResourceScope slices;
    private final String address;
    private final int port;
    private final Controller<String> controller;

    /// @param address at which clients reach the server
    public OwnEndpoints(ObjectClient client, ClusterName cluster, String address, int port) {
        this.client = client;
        this.endpoints =
                ResourceScope.in(
                        cluster, ENDPOINTS.groupVersion().withResource("endpoints"), NAMESPACE);
        this.slices =
                ResourceScope.in(
                        cluster, SLICE.groupVersion().withResource("endpointslices"), NAMESPACE);
        this.address = address;
        this.port = port;
        var own = new ListOptions("", "metadata.name=" + NAME);
        this.controller =
                Controller.<String>named("own-endpoints")
                        .watching(endpoints, own, _ -> List.of(NAME))
                        .watching(slices, own, _ -> List.of(NAME))
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
        // Nobody tells of objects that are not there yet.
        controller.enqueue(NAME);
    }

    @Override
    public void close() {
        controller.close();
    }

    private Result reconcile(String name) {
        reconcileEndpoints(name);
        reconcileSlice(name);
        return Result.done();
    }

    private void reconcileEndpoints(String name) {
        var subsets = JsonNodeFactory.instance.arrayNode();
        var subset = subsets.addObject();
        subset.putArray("addresses").addObject().put("ip", address);
        subset.set("ports", ports());
        var found = client.find(endpoints, name);
        var current = found.orElseGet(() -> KubeObject.of(ENDPOINTS, NAMESPACE, name));
        var wanted =
                current.with(
                        json -> {
                            json.withObject("/metadata/labels").put(SKIP_MIRROR, "true");
                            json.set("subsets", subsets);
                        });
        write(endpoints, found, wanted);
    }

    private void reconcileSlice(String name) {
        var addressType = address.contains(":") ? "IPv6" : "IPv4";
        var found = client.find(slices, name);
        if (found.isPresent()
                && !found.get().json().path("addressType").asText().equals(addressType)) {
            // The type of a slice never changes.
            client.delete(slices, name, DeleteOptions.NONE);
            found = Optional.empty();
        }
        var current = found.orElseGet(() -> KubeObject.of(SLICE, NAMESPACE, name));
        write(slices, found, current.with(json -> describeSlice(json, addressType)));
    }

    private void describeSlice(ObjectNode json, String addressType) {
        json.withObject("/metadata").putObject("labels").put(SERVICE_NAME, NAME);
        json.put("addressType", addressType);
        json.set("ports", ports());
        var endpoint = json.putArray("endpoints").addObject();
        endpoint.putArray("addresses").add(address);
        endpoint.putObject("conditions").put("ready", true);
    }

    private ArrayNode ports() {
        var ports = JsonNodeFactory.instance.arrayNode();
        ports.addObject().put("name", "https").put("port", port).put("protocol", "TCP");
        return ports;
    }

    private void write(ResourceScope scope, Optional<KubeObject> found, KubeObject wanted) {
        if (found.isEmpty()) {
            client.create(scope, wanted);
        } else if (!found.get().equals(wanted)) {
            client.update(scope, wanted);
        }
    }
}
