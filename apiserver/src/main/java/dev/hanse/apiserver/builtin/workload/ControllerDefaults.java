package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Defaults;

/// Defaults, depending on other fields, of the kinds that make pods (kubernetes pkg/apis/apps/v1,
/// batch/v1 and autoscaling/v2 defaults.go).
final class ControllerDefaults {

    private ControllerDefaults() {}

    static void deployment(ObjectNode spec) {
        var strategy = Defaults.in(spec, "strategy").text("type", "RollingUpdate").object();
        if (isRolling(strategy)) {
            Defaults.in(strategy, "rollingUpdate")
                    .text("maxUnavailable", "25%")
                    .text("maxSurge", "25%");
        }
    }

    static void daemonSet(ObjectNode spec) {
        var strategy = Defaults.in(spec, "updateStrategy").text("type", "RollingUpdate").object();
        if (isRolling(strategy)) {
            Defaults.in(strategy, "rollingUpdate")
                    .number("maxUnavailable", 1)
                    .number("maxSurge", 0);
        }
    }

    static void statefulSet(ObjectNode spec) {
        var strategy = spec.withObjectProperty("updateStrategy");
        if (!strategy.has("type")) {
            strategy.put("type", "RollingUpdate");
            strategy.withObjectProperty("rollingUpdate");
        }
        if (isRolling(strategy) && strategy.has("rollingUpdate")) {
            Defaults.in(strategy, "rollingUpdate").number("partition", 0);
        }
        Defaults.of(spec).text("serviceName", "");
        Defaults.in(spec, "persistentVolumeClaimRetentionPolicy")
                .text("whenDeleted", "Retain")
                .text("whenScaled", "Retain");
        for (var claim : spec.path("volumeClaimTemplates")) {
            if (claim instanceof ObjectNode object) {
                // Kubernetes reads them as claims, which have kinds and statuses.
                Defaults.of(object).text("apiVersion", "v1").text("kind", "PersistentVolumeClaim");
                Defaults.in(object, "status").text("phase", "Pending");
            }
        }
    }

    private static boolean isRolling(JsonNode strategy) {
        return strategy.path("type").asText().equals("RollingUpdate");
    }

    static void replicationController(ObjectNode object, ObjectNode spec) {
        var labels = spec.path("template").path("metadata").path("labels");
        if (labels.isObject()) {
            Defaults.of(spec).value("selector", labels);
            Defaults.in(object, "metadata").value("labels", labels);
        }
    }

    static void job(ObjectNode job, ObjectNode spec) {
        jobSpec(spec);
        var labels = spec.path("template").path("metadata").path("labels");
        if (labels.isObject()) {
            Defaults.in(job, "metadata").value("labels", labels);
        }
    }

    private static void jobSpec(ObjectNode spec) {
        if (!spec.has("parallelism")) {
            Defaults.of(spec).number("completions", 1);
        }
        Defaults.of(spec)
                .number("parallelism", 1)
                .number("backoffLimit", spec.has("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6)
                .text(
                        "podReplacementPolicy",
                        spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed")
                .text("completionMode", "NonIndexed")
                .flag("suspend", false)
                .flag("manualSelector", false);
    }

    static void autoscaler(ObjectNode spec) {
        if (spec.path("metrics").isEmpty()) {
            var metric = spec.putArray("metrics").addObject().put("type", "Resource");
            var target = metric.putObject("resource").put("name", "cpu").putObject("target");
            target.put("type", "Utilization").put("averageUtilization", 80);
        }
        if (spec.path("behavior") instanceof ObjectNode behavior) {
            var up = Defaults.in(behavior, "scaleUp").number("stabilizationWindowSeconds", 0);
            rules(up, "Pods", 4);
            rules(Defaults.in(behavior, "scaleDown"), "Percent", 100);
        }
    }

    /// Up by pods or by doubling, whichever is more; down by all at once.
    private static void rules(Defaults rules, String type, int value) {
        var policies = JsonNodeFactory.instance.arrayNode();
        policies.addObject().put("type", type).put("value", value).put("periodSeconds", 15);
        if (type.equals("Pods")) {
            policies.addObject().put("type", "Percent").put("value", 100).put("periodSeconds", 15);
        }
        rules.text("selectPolicy", "Max").value("policies", policies);
    }
}
