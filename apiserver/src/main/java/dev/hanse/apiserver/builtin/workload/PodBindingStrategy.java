package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.Answerer;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.client.ObjectClient;
import java.util.Optional;
import java.util.function.Supplier;

/// `bindings`: what `pods/binding` does, for the pod that the body names.
record PodBindingStrategy(Supplier<ObjectClient> client) implements Strategy {

    @Override
    public Optional<Answerer> answerer() {
        return Optional.of(
                (context, cluster, namespace, binding) -> {
                    var name = binding.path("metadata").path("name").asText();
                    var key = new ObjectKey(cluster, namespace, name);
                    var pod = new NodeLookup(client).pod(key);
                    return new PodBinding(client).create(context, key, pod, binding);
                });
    }

    @Override
    public boolean hasGeneration() {
        return false;
    }
}
