package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.machinery.client.ObjectClient;
import java.util.Map;
import java.util.function.Supplier;

/// The subresources of pods that do something: about other objects, with the pod as a whole, or
/// with what runs in it.
public final class PodSubresources {

    private PodSubresources() {}

    /// @param client asked for when the server is complete
    public static Map<String, SubresourceHandler> all(Supplier<ObjectClient> client) {
        return Map.of(
                "binding",
                new PodBinding(client),
                "eviction",
                new PodEviction(client),
                "log",
                new PodLog(new NodeLookup(client)),
                "attach",
                new PodStream("PodAttachOptions", true, new NodeLookup(client)),
                "exec",
                new PodStream("PodExecOptions", true, new NodeLookup(client)),
                "portforward",
                new PodStream("PodPortForwardOptions", false, new NodeLookup(client)),
                "proxy",
                new AddressProxy(AddressProxy.Target.POD, client));
    }

    /// The kind whose objects say where pods are to run.
    public static Strategy bindings(Supplier<ObjectClient> client) {
        return new PodBindingStrategy(client);
    }

    /// Leads to the kubelet of a node.
    public static SubresourceHandler nodeProxy(Supplier<ObjectClient> client) {
        return new AddressProxy(AddressProxy.Target.NODE, client);
    }

    /// Leads to what is behind a service.
    public static SubresourceHandler serviceProxy(Supplier<ObjectClient> client) {
        return new AddressProxy(AddressProxy.Target.SERVICE, client);
    }
}
