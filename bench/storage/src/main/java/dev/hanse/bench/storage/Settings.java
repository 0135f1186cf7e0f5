package dev.hanse.bench.storage;

import java.time.Duration;

/// How much is measured.
///
/// @param rounds how often each measurement is repeated, the subjects taking turns
/// @param phase how long one load is applied
/// @param keys how many keys the store holds for reads and starts
record Settings(int rounds, Duration phase, int keys) {

    static final Settings QUICK = new Settings(1, Duration.ofSeconds(3), 200_000);
    static final Settings FULL = new Settings(3, Duration.ofSeconds(5), 1_000_000);

    Settings withRounds(int count) {
        return new Settings(count, phase, keys);
    }

    Settings withPhase(Duration duration) {
        return new Settings(rounds, duration, keys);
    }

    Settings withKeys(int count) {
        return new Settings(rounds, phase, count);
    }
}
