package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `proxy` of pods, services and nodes: a request to a server there, which this one does not reach.
record AddressProxy(Target target, Supplier<ObjectClient> client) implements SubresourceHandler {

    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");

    /// What the proxy leads to.
    enum Target {
        POD("PodProxyOptions"),
        SERVICE("ServiceProxyOptions"),
        NODE("NodeProxyOptions");

        private final String options;

        Target(String options) {
            this.options = options;
        }
    }

    @Override
    public GroupVersionKind kind() {
        return new GroupVersionKind("", "v1", target.options);
    }

    @Override
    public Set<String> verbs() {
        return Set.of("create", "delete", "get", "patch", "update");
    }

    @Override
    public Optional<ApiResponse> connect(
            RequestContext context, ObjectKey key, ApiRequest request) {
        var named = new ObjectKey(key.cluster(), key.namespace(), name(key.name()));
        var address =
                switch (target) {
                    case POD -> podAddress(named);
                    case SERVICE -> serviceAddress(named);
                    case NODE -> new NodeLookup(client).kubelet(named.cluster(), named.name());
                };
        throw ApiException.unavailable(
                "error trying to reach service: dial tcp "
                        + address
                        + ": "
                        + NodeLookup.UNREACHABLE);
    }

    /// Of `name`, `name:port` or `scheme:name:port`.
    private static String name(String written) {
        var parts = List.of(written.split(":", -1));
        return parts.size() == 3 ? parts.get(1) : parts.getFirst();
    }

    private String podAddress(ObjectKey key) {
        var address = new NodeLookup(client).pod(key).status().path("podIP").asText();
        if (address.isEmpty()) {
            throw ApiException.badRequest("address not allowed");
        }
        return address;
    }

    private String serviceAddress(ObjectKey key) {
        var _ =
                client.get()
                        .get(
                                ResourceScope.in(key.cluster(), SERVICES, key.namespace()),
                                key.name());
        var slices =
                client.get()
                        .list(
                                ResourceScope.in(key.cluster(), SLICES, key.namespace()),
                                ListOptions.labelled("kubernetes.io/service-name=" + key.name()));
        for (var slice : slices.items()) {
            for (var endpoint : slice.json().path("endpoints")) {
                var address = endpoint.at("/addresses/0").asText();
                if (!address.isEmpty() && endpoint.at("/conditions/ready").asBoolean(true)) {
                    return address;
                }
            }
        }
        throw ApiException.unavailable("no endpoints available for service \"" + key.name() + "\"");
    }
}
