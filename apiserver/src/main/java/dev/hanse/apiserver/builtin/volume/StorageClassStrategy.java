package dev.hanse.apiserver.builtin.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// StorageClasses: what volumes were made with stays as it was.
public final class StorageClassStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        return object.path("provisioner").asText().isEmpty()
                ? List.of(FieldError.required("provisioner", ""))
                : List.of();
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        for (var field :
                List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode")) {
            checks.immutable(object.path(field), old.path(field), field);
        }
        return checks.errors();
    }
}
