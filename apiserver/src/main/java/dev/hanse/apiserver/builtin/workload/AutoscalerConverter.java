package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// HorizontalPodAutoscalers as `autoscaling/v1` has them, which knows one metric: the share of CPU.
/// Everything else is in annotations there, in the form that Kubernetes gives it
/// (kubernetes/pkg/apis/autoscaling/v1/conversion.go), so that nothing is lost on the way and back.
public final class AutoscalerConverter implements Converter {

    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String METRICS = PREFIX + "metrics";
    private static final String CURRENT_METRICS = PREFIX + "current-metrics";
    private static final String BEHAVIOR = PREFIX + "behavior";
    private static final String CONDITIONS = PREFIX + "conditions";
    private static final List<String> ANNOTATIONS =
            List.of(METRICS, CURRENT_METRICS, BEHAVIOR, CONDITIONS);

    @Override
    public ObjectNode convert(ObjectNode object, String group, String toVersion) {
        var wanted = group + "/" + toVersion;
        if (object.path("apiVersion").asText().equals(wanted)) {
            return object;
        }
        object.put("apiVersion", wanted);
        if (toVersion.equals("v1")) {
            toFirst(object);
        } else {
            toSecond(object);
        }
        return object;
    }

    private static void toFirst(ObjectNode object) {
        dropAnnotations(object);
        if (object.path("spec") instanceof ObjectNode spec) {
            var others = new ArrayList<JsonNode>();
            for (var metric : list(spec.remove("metrics"))) {
                var share = metric.at("/resource/target/averageUtilization");
                if (!isCpu(metric) || share.isMissingNode()) {
                    others.add(metric);
                } else if (!spec.has("targetCPUUtilizationPercentage")) {
                    spec.set("targetCPUUtilizationPercentage", share);
                }
            }
            if (!others.isEmpty()) {
                annotate(object, METRICS, AutoscalerMetrics.SPECS.toFirst(others));
            }
            var behavior = spec.remove("behavior");
            if (behavior != null) {
                annotate(object, BEHAVIOR, capitalized(behavior));
            }
        }
        if (object.path("status") instanceof ObjectNode status) {
            if (!status.has("currentReplicas")) {
                status.put("currentReplicas", 0);
            }
            var metrics = list(status.remove("currentMetrics"));
            for (var metric : metrics) {
                var share = metric.at("/resource/current/averageUtilization");
                if (isCpu(metric) && !share.isMissingNode()) {
                    status.set("currentCPUUtilizationPercentage", share);
                }
            }
            if (!metrics.isEmpty()) {
                // All of them: the field above has the share only.
                annotate(object, CURRENT_METRICS, AutoscalerMetrics.STATUSES.toFirst(metrics));
            }
            var conditions = list(status.remove("conditions"));
            if (!conditions.isEmpty()) {
                annotate(object, CONDITIONS, conditions);
            }
        }
    }

    private static void toSecond(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        var metrics =
                annotated(object, METRICS)
                        .map(AutoscalerMetrics.SPECS::toSecond)
                        .orElseGet(JsonNodeFactory.instance::arrayNode);
        var share = spec.remove("targetCPUUtilizationPercentage");
        if (share != null) {
            var resource = cpu(metrics.addObject());
            resource.putObject("target")
                    .put("type", "Utilization")
                    .set("averageUtilization", share);
        }
        if (!metrics.isEmpty()) {
            spec.set("metrics", metrics);
        }
        annotated(object, BEHAVIOR).ifPresent(each -> spec.set("behavior", uncapitalized(each)));
        ControllerDefaults.autoscaler(spec);
        if (object.path("status") instanceof ObjectNode status) {
            statusToSecond(object, status);
        }
        dropAnnotations(object);
    }

    private static void statusToSecond(ObjectNode object, ObjectNode status) {
        if (status.path("currentReplicas").asInt() == 0) {
            status.remove("currentReplicas");
        }
        var share = status.remove("currentCPUUtilizationPercentage");
        var current = annotated(object, CURRENT_METRICS);
        if (current.isPresent()) {
            status.set("currentMetrics", AutoscalerMetrics.STATUSES.toSecond(current.get()));
        } else if (share != null) {
            var resource = cpu(status.putArray("currentMetrics").addObject());
            resource.putObject("current").set("averageUtilization", share);
        }
        annotated(object, CONDITIONS).ifPresent(each -> status.set("conditions", each));
    }

    private static boolean isCpu(JsonNode metric) {
        return metric.path("type").asText().equals("Resource")
                && metric.at("/resource/name").asText().equals("cpu");
    }

    private static ObjectNode cpu(ObjectNode metric) {
        return metric.put("type", "Resource").putObject("resource").put("name", "cpu");
    }

    private static ArrayNode list(JsonNode node) {
        return node instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
    }

    private static void annotate(ObjectNode object, String name, JsonNode value) {
        object.withObject("/metadata/annotations").put(name, value.toString());
    }

    /// Whoever writes something else into such an annotation is not heard, as in Kubernetes.
    private static Optional<JsonNode> annotated(ObjectNode object, String name) {
        var text = object.path("metadata").path("annotations").path(name).asText();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .filter(each -> each.isContainerNode());
        } catch (ApiException _) {
            return Optional.empty();
        }
    }

    private static void dropAnnotations(ObjectNode object) {
        if (object.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATIONS);
            if (annotations.isEmpty()) {
                object.withObjectProperty("metadata").remove("annotations");
            }
        }
    }

    /// Go writes the fields of a type that has no names in JSON by their names in Go, all of them,
    /// and reads them in either case.
    private static JsonNode capitalized(JsonNode behavior) {
        var written = JsonNodeFactory.instance.objectNode();
        for (var direction : List.of("ScaleUp", "ScaleDown")) {
            var rules = behavior.path(lower(direction));
            if (rules.isObject()) {
                writeRules(rules, written.putObject(direction));
            } else {
                written.putNull(direction);
            }
        }
        return written;
    }

    private static void writeRules(JsonNode rules, ObjectNode written) {
        for (var name :
                List.of("StabilizationWindowSeconds", "SelectPolicy", "Policies", "Tolerance")) {
            var value = rules.path(lower(name));
            if (name.equals("Policies") && value.isArray()) {
                for (var policy : value) {
                    var each = written.withArray(name).addObject();
                    for (var field : List.of("Type", "Value", "PeriodSeconds")) {
                        each.set(field, policy.path(lower(field)));
                    }
                }
            } else {
                written.set(name, value.isMissingNode() ? NullNode.instance : value);
            }
        }
    }

    private static JsonNode uncapitalized(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var written = JsonNodeFactory.instance.objectNode();
                for (var each : object.properties()) {
                    if (!each.getValue().isNull()) {
                        written.set(lower(each.getKey()), uncapitalized(each.getValue()));
                    }
                }
                yield written;
            }
            case ArrayNode array -> {
                var written = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> written.add(uncapitalized(each)));
                yield written;
            }
            default -> node;
        };
    }

    private static String lower(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
