package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionChain;
import dev.hanse.apiserver.admission.AdmissionRequest;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Lets admission change the object of a write: the server's own plugins, then what users have
/// configured. What the latter have changed is brought into shape, shown to the plugins once more,
/// and then, once, to those who want to see what has become of it (Kubernetes' reinvocation).
///
/// @param asRequest what admission is asked about an object
/// @param settle takes back from an object what nobody may change; may edit and return it
record Mutation(
        AdmissionChain chain,
        Function<ObjectNode, AdmissionRequest> asRequest,
        UnaryOperator<ObjectNode> settle) {

    /// @param object may be edited
    /// @return the object to go on with
    ObjectNode of(ObjectNode object) {
        var request = asRequest.apply(object);
        chain.mutate(request);
        var passages = chain.passages(request);
        var current = object;
        for (int round = 1; round <= 2; round++) {
            var asked = asRequest.apply(current);
            boolean changed = false;
            for (var each : passages) {
                changed |= each.mutate(asked);
            }
            if (!changed) {
                return current;
            }
            current = settle.apply(current);
            chain.mutate(asRequest.apply(current));
        }
        return current;
    }
}
