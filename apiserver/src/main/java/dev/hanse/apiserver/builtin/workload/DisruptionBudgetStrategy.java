package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// PodDisruptionBudgets: how many pods must stay, or how many may go.
public final class DisruptionBudgetStrategy implements Strategy {

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
            checks.add(
                    FieldError.invalid(
                            "spec", spec, "minAvailable and maxUnavailable cannot be both set"));
        }
        for (var field : List.of("minAvailable", "maxUnavailable")) {
            checks.amountOrPercent(spec.path(field), "spec." + field);
        }
        SelectorRules.syntax(spec.path("selector"), "spec.selector", checks);
        return checks.errors();
    }
}
