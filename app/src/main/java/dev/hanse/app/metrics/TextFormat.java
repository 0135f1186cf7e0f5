package dev.hanse.app.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Metrics as text, in version 0.0.4 of Prometheus' exposition format, which every scraper reads.
final class TextFormat {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /// Beyond it a double no longer counts in steps of one.
    private static final double LARGEST_WHOLE = 1L << 53;

    private TextFormat() {}

    static String write(List<Metric> metrics) {
        var text = new StringBuilder();
        for (var metric : metrics) {
            var name = metric.name();
            text.append("# HELP ").append(name).append(' ').append(help(metric.help()));
            text.append("\n# TYPE ").append(name).append(' ').append(metric.kind().text());
            text.append('\n');
            for (var sample : metric.samples()) {
                text.append(name).append(sample.suffix()).append(labels(sample.labels()));
                text.append(' ').append(number(sample.value())).append('\n');
            }
        }
        return text.toString();
    }

    private static String help(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        var text = new StringBuilder("{");
        new TreeMap<>(labels)
                .forEach(
                        (name, value) ->
                                text.append(text.length() > 1 ? "," : "")
                                        .append(name)
                                        .append("=\"")
                                        .append(help(value).replace("\"", "\\\""))
                                        .append('"'));
        return text.append('}').toString();
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
