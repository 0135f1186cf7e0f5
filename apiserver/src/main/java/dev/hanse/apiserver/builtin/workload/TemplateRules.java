package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// What the pod templates in specs of controllers must be.
final class TemplateRules {

    private TemplateRules() {}

    static void check(JsonNode template, String path, Checks checks) {
        var labels = template.path("metadata").path("labels");
        for (var label : labels.properties()) {
            for (var problem : Names.qualifiedName(label.getKey())) {
                checks.add(FieldError.invalid(path + ".metadata.labels", label.getKey(), problem));
            }
            for (var problem : Names.labelValue(label.getValue().asText())) {
                checks.add(
                        FieldError.invalid(path + ".metadata.labels", label.getValue(), problem));
            }
        }
        PodRules.check(template.path("spec"), path + ".spec", checks);
        if (!template.path("spec").path("ephemeralContainers").isEmpty()) {
            checks.add(
                    FieldError.forbidden(
                            path + ".spec.ephemeralContainers",
                            "ephemeral containers not allowed in pod template"));
        }
    }

    /// Of controllers that start their pods again whenever they end.
    static void forever(JsonNode spec, String kind, Checks checks) {
        var path = "spec.template";
        check(spec.path("template"), path, checks);
        var pod = spec.path("template").path("spec");
        if (!pod.path("restartPolicy").asText().equals("Always")) {
            checks.add(
                    FieldError.notSupported(
                            path + ".spec.restartPolicy",
                            pod.path("restartPolicy"),
                            List.of("Always")));
        }
        if (pod.has("activeDeadlineSeconds")) {
            checks.add(
                    FieldError.forbidden(
                            path + ".spec.activeDeadlineSeconds",
                            "activeDeadlineSeconds in " + kind + " is not Supported"));
        }
    }
}
