package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// StatefulSets: pods with names and volumes that stay, which is why little of them may change.
public final class StatefulSetStrategy implements Strategy {

    private static final List<String> CHANGEABLE =
            List.of(
                    "replicas",
                    "ordinals",
                    "template",
                    "updateStrategy",
                    "revisionHistoryLimit",
                    "persistentVolumeClaimRetentionPolicy",
                    "minReadySeconds");

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        ControllerDefaults.statefulSet(spec);
        PodDefaults.template(spec);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        strategy(spec.path("updateStrategy"), checks);
        checks.notNegative(spec, "spec", "replicas");
        checks.notNegative(spec, "spec", "minReadySeconds");
        checks.notNegative(spec.path("ordinals"), "spec.ordinals", "start");
        SelectorRules.check(spec, "statefulset", checks);
        TemplateRules.forever(withClaims(spec), "StatefulSet", checks);
        return checks.errors();
    }

    /// The volumes that claims become may be mounted by the template.
    private static JsonNode withClaims(JsonNode spec) {
        if (spec.path("volumeClaimTemplates").isEmpty()
                || !(spec.path("template").path("spec") instanceof ObjectNode)) {
            return spec;
        }
        ObjectNode copy = spec.deepCopy();
        var volumes =
                ((ObjectNode) copy.path("template").path("spec")).withArrayProperty("volumes");
        for (var claim : spec.path("volumeClaimTemplates")) {
            var name = claim.path("metadata").path("name").asText();
            for (int i = volumes.size() - 1; i >= 0; i--) {
                if (volumes.get(i).path("name").asText().equals(name)) {
                    volumes.remove(i);
                }
            }
            volumes.addObject()
                    .put("name", name)
                    .putObject("persistentVolumeClaim")
                    .put("claimName", name);
        }
        return copy;
    }

    private static void strategy(JsonNode strategy, Checks checks) {
        var rolling = strategy.path("rollingUpdate");
        var path = "spec.updateStrategy.rollingUpdate";
        if (!rolling.isObject()) {
            return;
        }
        if (strategy.path("type").asText().equals("OnDelete")) {
            checks.add(
                    FieldError.invalid(
                            path, rolling, "only allowed for updateStrategy 'RollingUpdate'"));
            return;
        }
        checks.notNegative(rolling, path, "partition");
        checks.amountOrPercent(rolling.path("maxUnavailable"), path + ".maxUnavailable");
        if (Checks.isZeroAmount(rolling.path("maxUnavailable"))) {
            checks.add(
                    FieldError.invalid(
                            path + ".maxUnavailable",
                            rolling.path("maxUnavailable"),
                            "cannot be 0"));
        }
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return rest(object).equals(rest(old))
                ? List.of()
                : List.of(
                        FieldError.forbidden(
                                "spec",
                                "updates to statefulset spec for fields other than 'replicas',"
                                        + " 'ordinals', 'template', 'updateStrategy',"
                                        + " 'revisionHistoryLimit',"
                                        + " 'persistentVolumeClaimRetentionPolicy' and"
                                        + " 'minReadySeconds' are forbidden"));
    }

    private static JsonNode rest(ObjectNode object) {
        var spec = object.path("spec").deepCopy();
        if (spec instanceof ObjectNode fields) {
            fields.remove(CHANGEABLE);
        }
        return spec;
    }
}
