package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// All or nothing, guarded by the revisions of keys.
abstract class TransactionContract {

    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");

    abstract StoreUnderTest store();

    @Test
    void creatingAnExistingKeyIsRejectedWithWhatIsThere() {
        var created = store().put(KEY, ONE);

        var rejected = store().rejected(Txn.create(KEY, TWO));

        assertThat(rejected.found()).containsExactly(new Entry(KEY, ONE, created, created));
        assertThat(rejected.revision()).isGreaterThanOrEqualTo(created);
        assertThat(store().show(EVERYTHING, Revision.NONE)).containsExactly("key=one");
    }

    @Test
    void replacingNeedsTheNewestRevisionOfTheKey() {
        var created = store().put(KEY, ONE);
        var updated = store().put(KEY, TWO);

        assertThat(store().rejected(Txn.replace(KEY, created, ONE)).found())
                .containsExactly(new Entry(KEY, TWO, created, updated));
        assertThat(store().storage().commit(Txn.replace(KEY, updated, ONE)))
                .isInstanceOf(Outcome.Committed.class);
    }

    @Test
    void replacingAnAbsentKeyIsRejectedWithNothingFound() {
        var created = store().put(KEY, ONE);
        store().delete("key");

        assertThat(store().rejected(Txn.replace(KEY, created, TWO)).found()).isEmpty();
        assertThat(store().get("key")).isNull();
    }

    @Test
    void deletingNeedsTheRevisionItNames() {
        var created = store().put(KEY, ONE);
        var updated = store().put(KEY, TWO);

        assertThat(store().rejected(Txn.delete(KEY, created)).found()).hasSize(1);
        assertThat(store().storage().commit(Txn.delete(KEY, updated)))
                .isInstanceOf(Outcome.Committed.class);
        assertThat(store().get("key")).isNull();
    }

    @Test
    void severalKeysChangeAtOneRevision() {
        store().put("gone", "x");
        var revision =
                store().committed(
                                List.of(Condition.absent(Bytes.utf8("a"))),
                                List.of(
                                        new Write.Put(Bytes.utf8("a"), ONE),
                                        new Write.Put(Bytes.utf8("b"), TWO),
                                        new Write.Delete(Bytes.utf8("gone"))));

        assertThat(store().list(EVERYTHING, Revision.NONE))
                .containsExactly(
                        new Entry(Bytes.utf8("a"), ONE, revision, revision),
                        new Entry(Bytes.utf8("b"), TWO, revision, revision));
    }

    @Test
    void oneConditionThatDoesNotHoldPreventsEveryWrite() {
        var guard = store().put("guard", "x");
        var before = store().storage().revision();
        var txn =
                new Txn(
                        List.of(
                                new Condition(Bytes.utf8("guard"), guard),
                                new Condition(Bytes.utf8("absent"), guard),
                                Condition.absent(KEY)),
                        List.of(new Write.Put(KEY, ONE), new Write.Delete(Bytes.utf8("guard"))));

        var rejected = store().rejected(txn);

        assertThat(rejected.found()).extracting(StoreUnderTest::show).containsExactly("guard=x");
        assertThat(store().show(EVERYTHING, Revision.NONE)).containsExactly("guard=x");
        assertThat(store().storage().revision()).isEqualTo(before);
    }

    @Test
    void aKeyThatIsNotWrittenGuardsOneThatIs() {
        var guard = store().put("guard", "x");
        var txn =
                new Txn(
                        List.of(new Condition(Bytes.utf8("guard"), guard)),
                        List.of(new Write.Put(KEY, ONE)));

        assertThat(store().storage().commit(txn)).isInstanceOf(Outcome.Committed.class);
        store().put("guard", "y");
        assertThat(store().storage().commit(txn)).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void deletingAnAbsentKeyMakesNoEvent() throws Exception {
        var before = store().put("other", "x");

        var deleted = store().delete("key");

        assertThat(deleted).isGreaterThanOrEqualTo(before);
        var newest = store().put("other", "y");
        try (var cursor = store().storage().watch(EVERYTHING, before)) {
            assertThat(StoreUnderTest.show(StoreUnderTest.drain(cursor, newest)))
                    .containsExactly("other: x -> y");
        }
    }

    @Test
    void aTransactionWithoutWritesOnlyChecks() {
        var created = store().put(KEY, ONE);
        var holds = new Txn(List.of(new Condition(KEY, created)), List.of());
        var fails = new Txn(List.of(Condition.absent(KEY)), List.of());

        assertThat(store().storage().commit(holds)).isEqualTo(new Outcome.Committed(created));
        assertThat(store().rejected(fails).found()).hasSize(1);
    }

    @Test
    void theLargestTransactionIsOneCommit() {
        var conditions = new ArrayList<Condition>();
        var writes = new ArrayList<Write>();
        for (int i = 0; i < Txn.MAX_OPERATIONS; i++) {
            var key = Bytes.utf8("key-%03d".formatted(i));
            conditions.add(Condition.absent(key));
            writes.add(new Write.Put(key, ONE));
        }
        var revision = store().committed(conditions, writes);

        assertThat(store().list(EVERYTHING, revision))
                .hasSize(Txn.MAX_OPERATIONS)
                .allMatch(entry -> entry.modRevision().equals(revision));
        assertThat(store().rejected(new Txn(conditions, List.of())).found())
                .hasSize(Txn.MAX_OPERATIONS);
    }

    @Test
    void ofManyCreatorsOneWins() throws Exception {
        var outcomes =
                concurrently(
                        16,
                        writer ->
                                store().storage()
                                        .commit(Txn.create(KEY, Bytes.utf8("writer " + writer))));

        assertThat(outcomes).filteredOn(Outcome.Committed.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Outcome.Rejected.class::isInstance)
                .hasSize(15)
                .allMatch(outcome -> ((Outcome.Rejected) outcome).found().size() == 1);
    }

    @Test
    void concurrentIncrementsLoseNothing() throws Exception {
        int writers = 8;
        int increments = 10;
        store().put("counter", "0");

        concurrently(
                writers,
                _ -> {
                    for (int i = 0; i < increments; i++) {
                        increment();
                    }
                    return true;
                });

        assertThat(store().show(EVERYTHING, Revision.NONE))
                .containsExactly("counter=" + writers * increments);
    }

    private void increment() {
        var counter = Bytes.utf8("counter");
        while (true) {
            var entry = store().get(counter, Revision.NONE);
            assertThat(entry).isNotNull();
            var next = Integer.toString(Integer.parseInt(entry.value().utf8()) + 1);
            var txn = Txn.replace(counter, entry.modRevision(), Bytes.utf8(next));
            if (store().storage().commit(txn) instanceof Outcome.Committed) {
                return;
            }
        }
    }

    private interface Work<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> concurrently(int count, Work<T> work)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<T>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> work.run(number));
            }
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
