package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// The metrics of HorizontalPodAutoscalers as `autoscaling/v1` writes them, flat, and as v2 does.
final class AutoscalerMetrics {

    static final AutoscalerMetrics SPECS =
            new AutoscalerMetrics(
                    Map.of(
                            "resource",
                            List.of(
                                    field("name", "/name"),
                                    field("targetAverageUtilization", "/target/averageUtilization"),
                                    field("targetAverageValue", "/target/averageValue")),
                            "containerResource",
                            List.of(
                                    field("name", "/name"),
                                    field("targetAverageUtilization", "/target/averageUtilization"),
                                    field("targetAverageValue", "/target/averageValue"),
                                    field("container", "/container")),
                            "pods",
                            List.of(
                                    field("metricName", "/metric/name"),
                                    quantity("targetAverageValue", "/target/averageValue"),
                                    field("selector", "/metric/selector")),
                            "object",
                            List.of(
                                    field("target", "/describedObject"),
                                    field("metricName", "/metric/name"),
                                    quantity("targetValue", "/target/value"),
                                    field("selector", "/metric/selector"),
                                    field("averageValue", "/target/averageValue")),
                            "external",
                            List.of(
                                    field("metricName", "/metric/name"),
                                    field("metricSelector", "/metric/selector"),
                                    field("targetValue", "/target/value"),
                                    field("targetAverageValue", "/target/averageValue"))));

    static final AutoscalerMetrics STATUSES =
            new AutoscalerMetrics(
                    Map.of(
                            "resource",
                            List.of(
                                    field("name", "/name"),
                                    field(
                                            "currentAverageUtilization",
                                            "/current/averageUtilization"),
                                    quantity("currentAverageValue", "/current/averageValue")),
                            "containerResource",
                            List.of(
                                    field("name", "/name"),
                                    field(
                                            "currentAverageUtilization",
                                            "/current/averageUtilization"),
                                    quantity("currentAverageValue", "/current/averageValue"),
                                    field("container", "/container")),
                            "pods",
                            List.of(
                                    field("metricName", "/metric/name"),
                                    quantity("currentAverageValue", "/current/averageValue"),
                                    field("selector", "/metric/selector")),
                            "object",
                            List.of(
                                    field("target", "/describedObject"),
                                    field("metricName", "/metric/name"),
                                    quantity("currentValue", "/current/value"),
                                    field("selector", "/metric/selector"),
                                    field("averageValue", "/current/averageValue")),
                            "external",
                            List.of(
                                    field("metricName", "/metric/name"),
                                    field("metricSelector", "/metric/selector"),
                                    quantity("currentValue", "/current/value"),
                                    field("currentAverageValue", "/current/averageValue"))));

    private final Map<String, List<Field>> sources;

    private AutoscalerMetrics(Map<String, List<Field>> sources) {
        this.sources = Map.copyOf(sources);
    }

    /// @param first the name in v1
    /// @param second a pointer to the place in v2
    /// @param always whether v1 has it even when it is zero
    private record Field(String first, String second, boolean always) {}

    private static Field field(String first, String second) {
        return new Field(first, second, false);
    }

    private static Field quantity(String first, String second) {
        return new Field(first, second, true);
    }

    ArrayNode toFirst(Iterable<JsonNode> metrics) {
        return converted(
                metrics,
                (metric, source, fields, to) ->
                        flatten(metric.path(source), fields, to.putObject(source)));
    }

    private interface Conversion {
        void run(JsonNode metric, String source, List<Field> fields, ObjectNode to);
    }

    private ArrayNode converted(Iterable<JsonNode> metrics, Conversion conversion) {
        var converted = JsonNodeFactory.instance.arrayNode();
        for (var metric : metrics) {
            var to = converted.addObject();
            to.set("type", metric.path("type"));
            sources.forEach(
                    (source, fields) -> {
                        if (metric.path(source).isObject()) {
                            conversion.run(metric, source, fields, to);
                        }
                    });
        }
        return converted;
    }

    private static void flatten(JsonNode from, List<Field> fields, ObjectNode to) {
        for (var field : fields) {
            var value = from.at(field.second());
            if (!value.isMissingNode()) {
                to.set(field.first(), value);
            } else if (field.always()) {
                to.put(field.first(), "0");
            }
        }
    }

    ArrayNode toSecond(JsonNode metrics) {
        return converted(
                metrics,
                (metric, source, fields, to) -> {
                    nest(metric.path(source), fields, to.putObject(source));
                    if (this == SPECS) {
                        describeTarget(source, to.withObjectProperty(source));
                    }
                });
    }

    private static void nest(JsonNode from, List<Field> fields, ObjectNode to) {
        for (var field : fields) {
            var value = from.path(field.first());
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            int slash = field.second().lastIndexOf('/');
            var parent = slash == 0 ? to : to.withObject(field.second().substring(0, slash));
            parent.set(field.second().substring(slash + 1), value);
        }
    }

    /// Version 2 says which of the values counts.
    private static void describeTarget(String source, ObjectNode metric) {
        var target = metric.withObjectProperty("target");
        var type =
                target.has("averageUtilization")
                        ? "Utilization"
                        : target.has("averageValue") ? "AverageValue" : "Value";
        if (source.equals("object")
                && target.has("averageValue")
                && target.path("value").asText().equals("0")) {
            // Version 1 cannot leave it out.
            target.remove("value");
        }
        if (source.equals("external") && target.has("value")) {
            type = "Value";
        }
        target.put("type", type);
    }
}
