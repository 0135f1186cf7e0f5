package dev.hanse.bench;

import com.google.errorprone.annotations.Immutable;

/// What the design asks of a figure: the floor below which no claim is made, and where it should
/// go.
@Immutable
record Budget(Direction direction, double must, double goal) {

    /// Which way is better.
    enum Direction {
        AT_MOST,
        AT_LEAST
    }

    static Budget atMost(double must, double goal) {
        return new Budget(Direction.AT_MOST, must, goal);
    }

    static Budget atLeast(double must, double goal) {
        return new Budget(Direction.AT_LEAST, must, goal);
    }

    /// One word for a reader: `goal`, `ok` or `MISSED`.
    String verdict(double value) {
        if (reached(value, goal)) {
            return "goal";
        }
        return reached(value, must) ? "ok" : "MISSED";
    }

    private boolean reached(double value, double bound) {
        return switch (direction) {
            case AT_MOST -> value <= bound;
            case AT_LEAST -> value >= bound;
        };
    }
}
