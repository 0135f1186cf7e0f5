package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Revision;
import dev.hanse.storage.conformance.history.HistoryCheck;
import dev.hanse.storage.conformance.history.Linearizability;
import dev.hanse.storage.conformance.history.RandomClients;
import dev.hanse.storage.conformance.history.Recording;
import dev.hanse.storage.conformance.history.StoreCalls;
import dev.hanse.storage.conformance.history.ValueCalls;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random clients and followers side by side; what they saw must be linearizable, and what was
/// followed complete.
///
/// `-Dhanse.seed=…` repeats the decisions of one seed; how the threads interleave is new each time.
abstract class ConcurrentHistoryContract {

    private static final int CLIENTS = 8;
    private static final int FOLLOWERS = 4;

    abstract StoreUnderTest store();

    static List<Long> seeds() {
        var given = Long.getLong("hanse.seed");
        return given == null ? List.of(11L, 12L, System.nanoTime()) : List.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void transactionsOfSeveralKeysAreLinearizable(long seed) throws Exception {
        var start = store().storage().revision();
        requireLegal(
                start, record(start, new RandomClients.Plan(seed, CLIENTS, FOLLOWERS, true), 60));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void callsOfOneKeyAreLinearizable(long seed) throws Exception {
        var start = store().storage().revision();
        requireLegal(
                start, record(start, new RandomClients.Plan(seed, CLIENTS, FOLLOWERS, false), 100));
    }

    private Recording record(Revision start, RandomClients.Plan plan, int operations)
            throws InterruptedException {
        var recording =
                new RandomClients(StoreCalls.of(store().storage()), plan).run(operations, start);
        assertThat(recording.calls()).hasSize(CLIENTS * operations);
        assertThat(recording.followings()).hasSizeGreaterThanOrEqualTo(FOLLOWERS);
        return recording;
    }

    private void requireLegal(Revision start, Recording recording) throws InterruptedException {
        Linearizability.require(ValueCalls.of(recording.calls()), Map.of());
        var check = new HistoryCheck(start, List.of());
        var newest = store().storage().revision();
        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            check.check(recording, StoreUnderTest.drain(cursor, newest));
        }
        assertThat(store().list(EVERYTHING, newest))
                .isEqualTo(check.model().list(EVERYTHING, newest));
    }
}
