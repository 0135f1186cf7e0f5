package dev.hanse.app.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One metric with its samples.
///
/// @param name whole, with unit, without the suffix of a counter
record Metric(String name, Kind kind, String help, List<Sample> samples) {

    enum Kind {
        GAUGE,
        COUNTER,
        SUMMARY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param suffix what the name of the sample has behind that of the metric
    record Sample(String suffix, Map<String, String> labels, double value) {
        Sample {
            labels = Map.copyOf(labels);
        }
    }

    Metric {
        samples = List.copyOf(samples);
    }

    static Metric gauge(String name, String help, double value) {
        return new Metric(name, Kind.GAUGE, help, List.of(new Sample("", Map.of(), value)));
    }

    static Metric counter(String name, String help, double value) {
        return new Metric(name, Kind.COUNTER, help, List.of(new Sample("", Map.of(), value)));
    }
}
