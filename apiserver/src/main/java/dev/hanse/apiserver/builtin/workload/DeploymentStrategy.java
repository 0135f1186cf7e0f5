package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// Deployments: a rollout that moves, of pods that their selector finds.
public final class DeploymentStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        ControllerDefaults.deployment(spec);
        PodDefaults.template(spec);
    }

    @Override
    public void prepareForStatusUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        var metadata = object.withObjectProperty("metadata");
        if (old.path("metadata").has("labels")) {
            metadata.set("labels", old.path("metadata").path("labels").deepCopy());
        } else {
            metadata.remove("labels");
        }
    }

    @Override
    public boolean generationCountsAnnotations() {
        return true;
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        for (var field : List.of("replicas", "minReadySeconds", "revisionHistoryLimit")) {
            checks.notNegative(spec, "spec", field);
        }
        SelectorRules.check(spec, "deployment", checks);
        TemplateRules.forever(spec, "ReplicaSet", checks);
        strategy(spec.path("strategy"), checks);
        var deadline = spec.path("progressDeadlineSeconds");
        if (deadline.isNumber() && deadline.asLong() <= spec.path("minReadySeconds").asLong()) {
            checks.add(
                    FieldError.invalid(
                            "spec.progressDeadlineSeconds",
                            deadline,
                            "must be greater than minReadySeconds"));
        }
        return checks.errors();
    }

    private static void strategy(JsonNode strategy, Checks checks) {
        var rolling = strategy.path("rollingUpdate");
        if (strategy.path("type").asText().equals("Recreate")) {
            if (rolling.isObject()) {
                checks.add(
                        FieldError.forbidden(
                                "spec.strategy.rollingUpdate",
                                "may not be specified when strategy `type` is 'Recreate'"));
            }
            return;
        }
        var path = "spec.strategy.rollingUpdate.";
        var surge = rolling.path("maxSurge");
        if (surge.isNumber() || !surge.asText().matches("[0-9]+%")) {
            // More than all pods may be there twice.
            checks.amountOrPercent(surge, path + "maxSurge");
        }
        checks.amountOrPercent(rolling.path("maxUnavailable"), path + "maxUnavailable");
        if (Checks.isZeroAmount(rolling.path("maxUnavailable")) && Checks.isZeroAmount(surge)) {
            checks.add(
                    FieldError.invalid(
                            path + "maxUnavailable",
                            rolling.path("maxUnavailable"),
                            "may not be 0 when `maxSurge` is 0"));
        }
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        checks.immutable(object.at("/spec/selector"), old.at("/spec/selector"), "spec.selector");
        return checks.errors();
    }
}
