package dev.hanse.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.app.metrics.Metric.Kind;
import dev.hanse.app.metrics.Metric.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextFormatTest {

    @Test
    void aMetricIsAnnouncedOnceBeforeItsSamples() {
        var pauses =
                new Metric(
                        "gc_seconds",
                        Kind.SUMMARY,
                        "Time.",
                        List.of(
                                new Sample("_count", Map.of("gc", "G1"), 3),
                                new Sample("_sum", Map.of("gc", "G1", "area", "old"), 0.25)));

        assertThat(TextFormat.write(List.of(pauses, Metric.gauge("up", "Is it?", 1))))
                .isEqualTo(
                        """
                        # HELP gc_seconds Time.
                        # TYPE gc_seconds summary
                        gc_seconds_count{gc="G1"} 3
                        gc_seconds_sum{area="old",gc="G1"} 0.25
                        # HELP up Is it?
                        # TYPE up gauge
                        up 1
                        """);
    }

    @Test
    void whatWouldEndALineIsEscaped() {
        var metric =
                new Metric(
                        "m",
                        Kind.GAUGE,
                        "a\\b\nc",
                        List.of(new Sample("", Map.of("l", "q\"\\\n"), 0)));

        assertThat(TextFormat.write(List.of(metric)))
                .isEqualTo("# HELP m a\\\\b\\nc\n# TYPE m gauge\nm{l=\"q\\\"\\\\\\n\"} 0\n");
    }

    @Test
    void numbersAreThoseOfPrometheus() {
        assertThat(number(1L << 40)).isEqualTo("1099511627776");
        assertThat(number(1e300)).isEqualTo("1.0E300");
        assertThat(number(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(number(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
        assertThat(number(Double.NaN)).isEqualTo("NaN");
    }

    private static String number(double value) {
        var text = TextFormat.write(List.of(Metric.gauge("m", "", value)));
        return text.substring(text.lastIndexOf(' ') + 1).strip();
    }
}
