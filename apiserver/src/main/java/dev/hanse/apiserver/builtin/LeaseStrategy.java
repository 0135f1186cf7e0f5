package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// Leases, by which leaders are elected.
final class LeaseStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var spec = object.path("spec");
        var duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asLong() <= 0) {
            errors.add(
                    FieldError.invalid(
                            "spec.leaseDurationSeconds", duration, "must be greater than 0"));
        }
        var transitions = spec.path("leaseTransitions");
        if (transitions.isNumber() && transitions.asLong() < 0) {
            errors.add(
                    FieldError.invalid(
                            "spec.leaseTransitions",
                            transitions,
                            "must be greater than or equal to 0"));
        }
        return errors;
    }
}
