package dev.hanse.machinery.cel;

import com.google.common.math.LongMath;

/// Between how much and how much something is: a size, or a cost. What is larger than a `long` is
/// as good as endless.
record CelRange(long least, long most) {

    static final CelRange ZERO = exactly(0);
    static final CelRange ONE = exactly(1);
    static final CelRange UNKNOWN = new CelRange(0, Long.MAX_VALUE);

    static CelRange exactly(long amount) {
        return new CelRange(amount, amount);
    }

    CelRange plus(CelRange other) {
        return new CelRange(
                LongMath.saturatedAdd(least, other.least), LongMath.saturatedAdd(most, other.most));
    }

    CelRange times(CelRange other) {
        return new CelRange(
                LongMath.saturatedMultiply(least, other.least),
                LongMath.saturatedMultiply(most, other.most));
    }

    /// Rounds up.
    CelRange times(double factor) {
        return new CelRange(scaled(least, factor), scaled(most, factor));
    }

    /// What both fit into.
    CelRange or(CelRange other) {
        return new CelRange(Math.min(least, other.least), Math.max(most, other.most));
    }

    private static long scaled(long amount, double factor) {
        return (long) Math.ceil(amount * factor);
    }
}
