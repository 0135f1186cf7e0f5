package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Defaults;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// Nodes: made by their kubelets, with all they have to offer.
public final class NodeStrategy implements Strategy {

    @Override
    public boolean createdWithStatus() {
        return true;
    }

    @Override
    public void afterDefaulting(ObjectNode object) {
        var status = object.withObjectProperty("status");
        if (status.has("capacity")) {
            Defaults.of(status).value("allocatable", status.get("capacity"));
        }
        if (object.path("spec").has("podCIDR")) {
            // The older of two fields for the same thing.
            var spec = object.withObjectProperty("spec");
            if (!spec.has("podCIDRs")) {
                spec.putArray("podCIDRs").add(spec.get("podCIDR"));
            }
        }
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var errors = new ArrayList<FieldError>();
        for (var field : List.of("providerID", "podCIDR")) {
            var before = old.path("spec").path(field);
            if (!before.isMissingNode() && !before.equals(object.path("spec").path(field))) {
                errors.add(
                        FieldError.forbidden(
                                "spec." + field,
                                "node updates may not change "
                                        + field
                                        + " except from \"\" to valid"));
            }
        }
        return errors;
    }
}
