package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// HorizontalPodAutoscalers: bounds, and how fast to move between them.
public final class AutoscalerStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        if (object.path("apiVersion").asText().endsWith("/v2")) {
            ControllerDefaults.autoscaler(object.withObjectProperty("spec"));
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        var least = spec.path("minReplicas");
        var most = spec.path("maxReplicas");
        if (least.isNumber() && least.asLong() < 1) {
            checks.add(
                    FieldError.invalid(
                            "spec.minReplicas", least, "must be greater than or equal to 1"));
        }
        if (most.asLong() == 0) {
            checks.add(FieldError.required("spec.maxReplicas", "must be set and greater than 0"));
        } else if (most.asLong() < 0) {
            checks.add(
                    FieldError.invalid(
                            "spec.maxReplicas", most, "must be greater than or equal to 1"));
        }
        if (least.isNumber() && most.asLong() < least.asLong()) {
            checks.add(
                    FieldError.invalid(
                            "spec.maxReplicas",
                            most,
                            "must be greater than or equal to `minReplicas`"));
        }
        var target = spec.path("scaleTargetRef");
        for (var field : List.of("kind", "name")) {
            if (target.path(field).asText().isEmpty()) {
                checks.add(FieldError.required("spec.scaleTargetRef." + field, ""));
            }
        }
        return checks.errors();
    }
}
