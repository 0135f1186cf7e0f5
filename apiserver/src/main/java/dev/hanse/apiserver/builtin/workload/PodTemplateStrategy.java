package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// PodTemplates on their own.
public final class PodTemplateStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        PodDefaults.template(object);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        TemplateRules.check(object.path("template"), "template", checks);
        return checks.errors();
    }
}
