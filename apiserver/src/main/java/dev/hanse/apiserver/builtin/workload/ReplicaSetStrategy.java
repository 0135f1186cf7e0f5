package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// ReplicaSets: pods that their selector finds.
public final class ReplicaSetStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        PodDefaults.template(object.path("spec"));
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        checks.notNegative(spec, "spec", "replicas");
        checks.notNegative(spec, "spec", "minReadySeconds");
        SelectorRules.check(spec, "deployment", checks);
        TemplateRules.forever(spec, "ReplicaSet", checks);
        return checks.errors();
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        checks.immutable(object.at("/spec/selector"), old.at("/spec/selector"), "spec.selector");
        return checks.errors();
    }
}
