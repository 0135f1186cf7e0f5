package dev.hanse.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/// What one server was measured to do.
///
/// Safe for use by many threads.
final class Figures {

    private final Map<Measure, Double> values = new EnumMap<>(Measure.class);

    synchronized void put(Measure measure, double value) {
        values.put(measure, value);
    }

    /// For counts to which several scenarios contribute.
    synchronized void add(Measure measure, double value) {
        values.merge(measure, value, Double::sum);
    }

    synchronized OptionalDouble value(Measure measure) {
        var value = values.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
