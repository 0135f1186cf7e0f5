package dev.hanse.storage.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random clients side by side; their recorded history must be linearizable.
///
/// Every answer carries a revision, so no search for an order is needed: the order of revisions
/// must explain every answer ([ModelStore]) and must not contradict the order in real time.
abstract class ConcurrentHistoryContract {

    private static final int CLIENTS = 8;
    private static final int OPERATIONS = 60;

    abstract StoreUnderTest store();

    /// One call, with its answer and when it was under way.
    private sealed interface Operation {
        long started();

        long ended();

        Revision revision();

        record Commit(long started, long ended, Txn txn, Outcome outcome) implements Operation {
            @Override
            public Revision revision() {
                return switch (outcome) {
                    case Outcome.Committed(var revision) -> revision;
                    case Outcome.Rejected(var revision, _) -> revision;
                };
            }
        }

        record Read(long started, long ended, Range range, Revision revision, List<Entry> entries)
                implements Operation {}
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void theRecordedHistoryIsLinearizable(long seed) {
        var model = new ModelStore(store().storage().revision());
        var history = record(seed);

        requireRealTimeOrder(history);
        replayCommits(history, model);
        history.forEach(operation -> requireExplained(operation, model));
    }

    private List<Operation> record(long seed) {
        var operations = new ConcurrentLinkedQueue<Operation>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(seed * CLIENTS + i);
                threads.execute(() -> runClient(random, operations));
            }
        }
        assertThat(operations).hasSize(CLIENTS * OPERATIONS);
        return operations.stream().sorted(Comparator.comparingLong(Operation::started)).toList();
    }

    private void runClient(Random random, ConcurrentLinkedQueue<Operation> operations) {
        var transactions = new RandomTransactions(random);
        var revisions = new ArrayList<Revision>();
        for (int i = 0; i < OPERATIONS; i++) {
            long started = System.nanoTime();
            if (random.nextInt(3) == 0) {
                var range = transactions.range();
                var page = store().storage().read(range, Revision.NONE, Integer.MAX_VALUE);
                operations.add(
                        new Operation.Read(
                                started,
                                System.nanoTime(),
                                range,
                                page.revision(),
                                page.entries()));
                page.entries().forEach(entry -> revisions.add(entry.modRevision()));
            } else {
                var txn = effective(transactions, revisions);
                var outcome = store().storage().commit(txn);
                operations.add(new Operation.Commit(started, System.nanoTime(), txn, outcome));
            }
        }
    }

    /// A transaction that takes a revision of its own when it commits.
    private static Txn effective(RandomTransactions transactions, List<Revision> revisions) {
        var txn = transactions.transaction(revisions);
        while (txn.writes().stream().noneMatch(Write.Put.class::isInstance)) {
            txn = transactions.transaction(revisions);
        }
        return txn;
    }

    private static void requireRealTimeOrder(List<Operation> history) {
        for (var earlier : history) {
            for (var later : history) {
                if (earlier.ended() < later.started()) {
                    assertThat(later.revision())
                            .as("%s ended before %s started", earlier, later)
                            .isGreaterThanOrEqualTo(earlier.revision());
                }
            }
        }
    }

    private static void replayCommits(List<Operation> history, ModelStore model) {
        history.stream()
                .filter(Operation.Commit.class::isInstance)
                .map(Operation.Commit.class::cast)
                .filter(commit -> commit.outcome() instanceof Outcome.Committed)
                .sorted(Comparator.comparing(Operation::revision))
                .forEach(
                        commit -> {
                            var before = model.newest();
                            assertThat(commit.revision()).isGreaterThan(before);
                            assertThat(model.holds(commit.txn(), before))
                                    .as("conditions of %s", commit)
                                    .isTrue();
                            model.apply(commit.txn(), commit.revision());
                        });
    }

    private static void requireExplained(Operation operation, ModelStore model) {
        switch (operation) {
            case Operation.Read(_, _, var range, var revision, var entries) ->
                    assertThat(entries)
                            .as("%s at %s", range, revision)
                            .isEqualTo(model.list(range, revision));
            case Operation.Commit(_, _, var txn, Outcome.Rejected(var revision, var found)) -> {
                assertThat(model.holds(txn, revision)).as("rejected %s", txn).isFalse();
                assertThat(found).containsExactlyInAnyOrderElementsOf(model.found(txn, revision));
            }
            case Operation.Commit(_, _, var txn, Outcome.Committed(var revision)) ->
                    assertThat(txn.writes())
                            .as("writes of %s at %s", txn, revision)
                            .allMatch(write -> tookEffect(write, revision, model));
        }
    }

    private static boolean tookEffect(Write write, Revision revision, ModelStore model) {
        var entries = model.list(Range.key(write.key()), revision);
        return switch (write) {
            case Write.Delete _ -> entries.isEmpty();
            case Write.Put put ->
                    entries.size() == 1
                            && entries.getFirst().value().equals(put.value())
                            && entries.getFirst().modRevision().equals(revision);
        };
    }
}
