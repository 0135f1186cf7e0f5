package dev.hanse.machinery.reconcile;

import java.time.Duration;

/// How long to wait after a number of failures in a row: doubling from `first` up to `longest`.
public record Backoff(Duration first, Duration longest) {

    /// For work against a server in the same process or close by.
    public static final Backoff NEARBY = new Backoff(Duration.ofMillis(10), Duration.ofMinutes(1));

    /// @param failures how many there were in a row, at least one
    public Duration after(int failures) {
        // Beyond 2^30 times the first delay nothing but the longest makes sense.
        var delay = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, 30));
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
