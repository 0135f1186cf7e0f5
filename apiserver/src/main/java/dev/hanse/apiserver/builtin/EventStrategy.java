package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// Events live in the namespace of what they are about; those about cluster-scoped objects in
/// `default`.
final class EventStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var namespace = object.path("metadata").path("namespace").asText();
        var involved = object.path("involvedObject").path("namespace").asText();
        boolean fits =
                involved.isEmpty() ? namespace.equals("default") : involved.equals(namespace);
        return fits
                ? List.of()
                : List.of(
                        FieldError.invalid(
                                "involvedObject.namespace",
                                involved,
                                "does not match event.namespace"));
    }
}
