package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// What a pod's spec may say about where it runs.
final class SchedulingRules {

    private static final List<String> OPERATORS = List.of("", "Equal", "Exists", "Lt", "Gt");
    private static final List<String> EFFECTS =
            List.of("", "NoSchedule", "PreferNoSchedule", "NoExecute");

    private SchedulingRules() {}

    static void check(JsonNode spec, String path, Checks checks) {
        for (var label : spec.path("nodeSelector").properties()) {
            for (var problem : Names.qualifiedName(label.getKey())) {
                checks.add(FieldError.invalid(path + ".nodeSelector", label.getKey(), problem));
            }
            for (var problem : Names.labelValue(label.getValue().asText())) {
                checks.add(FieldError.invalid(path + ".nodeSelector", label.getValue(), problem));
            }
        }
        var tolerations = spec.path("tolerations");
        for (int i = 0; i < tolerations.size(); i++) {
            toleration(tolerations.get(i), path + ".tolerations[" + i + "]", checks);
        }
    }

    private static void toleration(JsonNode toleration, String path, Checks checks) {
        var key = toleration.path("key").asText();
        var operator = toleration.path("operator").asText();
        var effect = toleration.path("effect").asText();
        if (!key.isEmpty()) {
            for (var problem : Names.qualifiedName(key)) {
                checks.add(FieldError.invalid(path + ".key", key, problem));
            }
        } else if (!operator.equals("Exists")) {
            checks.add(
                    FieldError.invalid(
                            path + ".operator",
                            operator,
                            "operator must be Exists when `key` is empty, which means \"match all"
                                    + " values and all keys\""));
        }
        if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
            checks.add(
                    FieldError.invalid(
                            path + ".effect",
                            effect,
                            "effect must be 'NoExecute' when `tolerationSeconds` is set"));
        }
        if (operator.equals("Exists") && !toleration.path("value").asText().isEmpty()) {
            checks.add(
                    FieldError.invalid(
                            path + ".operator",
                            toleration.path("value"),
                            "value must be empty when `operator` is 'Exists'"));
        }
        if (!OPERATORS.contains(operator)) {
            checks.add(
                    FieldError.notSupported(
                            path + ".operator", operator, List.of("Equal", "Exists")));
        }
        if (!EFFECTS.contains(effect)) {
            checks.add(
                    FieldError.notSupported(
                            path + ".effect", effect, EFFECTS.subList(1, EFFECTS.size())));
        }
    }
}
