package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.machinery.client.ObjectClient;
import java.util.Map;
import java.util.function.Supplier;

/// The subresources of pods that do something: about other objects, or with the pod as a whole.
public final class PodSubresources {

    private PodSubresources() {}

    /// @param client asked for when the server is complete
    public static Map<String, SubresourceHandler> all(Supplier<ObjectClient> client) {
        return Map.of("binding", new PodBinding(client), "eviction", new PodEviction(client));
    }
}
