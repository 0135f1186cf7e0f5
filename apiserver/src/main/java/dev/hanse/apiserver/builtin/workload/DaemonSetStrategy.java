package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// DaemonSets: one pod on each node, replaced one node after the other.
public final class DaemonSetStrategy implements Strategy {

    /// Counts the changes of the template; `kubectl rollout` and old controllers read it.
    private static final String GENERATION = "deprecated.daemonset.template.generation";

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        ControllerDefaults.daemonSet(spec);
        PodDefaults.template(spec);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        annotations(object).put(GENERATION, "1");
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        var before = old.path("metadata").path("annotations").path(GENERATION).asLong(1);
        boolean changed = !object.at("/spec/template").equals(old.at("/spec/template"));
        annotations(object).put(GENERATION, Long.toString(changed ? before + 1 : before));
    }

    private static ObjectNode annotations(ObjectNode object) {
        return object.withObjectProperty("metadata").withObjectProperty("annotations");
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        SelectorRules.check(spec, "daemonset", checks);
        TemplateRules.forever(spec, "DaemonSet", checks);
        checks.notNegative(spec, "spec", "minReadySeconds");
        checks.notNegative(spec, "spec", "revisionHistoryLimit");
        var rolling = spec.path("updateStrategy").path("rollingUpdate");
        var path = "spec.updateStrategy.rollingUpdate";
        if (rolling.isObject()) {
            checks.amountOrPercent(rolling.path("maxUnavailable"), path + ".maxUnavailable");
            checks.amountOrPercent(rolling.path("maxSurge"), path + ".maxSurge");
            boolean noneDown = Checks.isZeroAmount(rolling.path("maxUnavailable"));
            boolean noneMore = Checks.isZeroAmount(rolling.path("maxSurge"));
            if (noneDown && noneMore) {
                checks.add(
                        FieldError.required(
                                path + ".maxUnavailable", "cannot be 0 when maxSurge is 0"));
            } else if (!noneDown && !noneMore) {
                checks.add(
                        FieldError.invalid(
                                path + ".maxSurge",
                                rolling.path("maxSurge"),
                                "may not be set when maxUnavailable is non-zero"));
            }
        }
        return checks.errors();
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        checks.immutable(object.at("/spec/selector"), old.at("/spec/selector"), "spec.selector");
        return checks.errors();
    }
}
