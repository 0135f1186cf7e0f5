package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/// What a HorizontalPodAutoscaler watches, as `current/target` per metric.
final class MetricsPrinter {
    private static final int SHOWN = 2;
    private static final String UNKNOWN = "<unknown>";

    private MetricsPrinter() {}

    static String targets(JsonNode autoscaler) {
        var metrics = autoscaler.at("/spec/metrics");
        var current = autoscaler.at("/status/currentMetrics");
        var all = new ArrayList<String>();
        for (int i = 0; i < metrics.size(); i++) {
            all.add(metric(metrics.get(i), current.path(i)));
        }
        if (all.isEmpty()) {
            return Cells.NONE;
        }
        var shown = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? shown + " + " + (all.size() - SHOWN) + " more..." : shown;
    }

    private static String metric(JsonNode spec, JsonNode status) {
        return switch (spec.path("type").asText()) {
            case "Resource" -> resource(spec.path("resource"), status.path("resource"));
            case "ContainerResource" ->
                    resource(spec.path("containerResource"), status.path("containerResource"));
            case "Pods" -> ratio(spec.path("pods"), status.path("pods"), "averageValue");
            case "Object" -> valueOrAverage(spec.path("object"), status.path("object"));
            case "External" -> valueOrAverage(spec.path("external"), status.path("external"));
            default -> "<unknown type>";
        };
    }

    private static String resource(JsonNode spec, JsonNode status) {
        var name = spec.path("name").asText() + ": ";
        if (spec.path("target").has("averageValue")) {
            return name + ratio(spec, status, "averageValue");
        }
        return name
                + percent(status.at("/current/averageUtilization"), UNKNOWN)
                + "/"
                + percent(spec.at("/target/averageUtilization"), "<auto>");
    }

    private static String percent(JsonNode number, String otherwise) {
        return number.isNumber() ? number.asInt() + "%" : otherwise;
    }

    private static String valueOrAverage(JsonNode spec, JsonNode status) {
        return spec.path("target").has("averageValue")
                ? ratio(spec, status, "averageValue") + " (avg)"
                : ratio(spec, status, "value");
    }

    private static String ratio(JsonNode spec, JsonNode status, String field) {
        return status.path("current").path(field).asText(UNKNOWN)
                + "/"
                + spec.path("target").path(field).asText();
    }
}
