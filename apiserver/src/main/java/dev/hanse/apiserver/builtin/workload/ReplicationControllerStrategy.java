package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// ReplicationControllers: the oldest way to keep pods; its selector is a plain map.
public final class ReplicationControllerStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        ControllerDefaults.replicationController(object, spec);
        PodDefaults.template(spec);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        checks.notNegative(spec, "spec", "minReadySeconds");
        var selector = spec.path("selector");
        if (selector.isEmpty()) {
            checks.add(FieldError.required("spec.selector", ""));
        }
        checks.notNegative(spec, "spec", "replicas");
        if (!spec.has("template")) {
            checks.add(FieldError.required("spec.template", ""));
            return checks.errors();
        }
        var labels = spec.path("template").path("metadata").path("labels");
        if (!selector.isEmpty()
                && !SelectorRules.map(labels)
                        .entrySet()
                        .containsAll(SelectorRules.map(selector).entrySet())) {
            checks.add(
                    FieldError.invalid(
                            "spec.template.metadata.labels",
                            labels.isMissingNode() ? null : labels,
                            "`selector` does not match template `labels`"));
        }
        TemplateRules.forever(spec, "ReplicationController", checks);
        return checks.errors();
    }
}
