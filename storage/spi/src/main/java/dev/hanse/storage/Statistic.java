package dev.hanse.storage;

/// One figure that a [Storage] tells about itself, under a name that stays the same.
///
/// @param name words joined by `_`, without the unit
/// @param kind whether the figure goes up and down
/// @param description what it says, for operators
public record Statistic(String name, Kind kind, Unit unit, String description, double value) {

    private static final double NANOS_PER_SECOND = 1e9;

    public enum Kind {
        /// Goes up and down.
        GAUGE,
        /// Only goes up, from zero when the store was opened.
        COUNTER
    }

    public enum Unit {
        NONE,
        BYTES,
        SECONDS
    }

    public static Statistic gauge(String name, Unit unit, String description, long value) {
        return new Statistic(name, Kind.GAUGE, unit, description, (double) value);
    }

    public static Statistic counter(String name, String description, long value) {
        return new Statistic(name, Kind.COUNTER, Unit.NONE, description, (double) value);
    }

    /// A counter of time spent.
    public static Statistic time(String name, String description, long nanos) {
        return new Statistic(
                name, Kind.COUNTER, Unit.SECONDS, description, nanos / NANOS_PER_SECOND);
    }
}
