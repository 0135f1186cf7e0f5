package dev.hanse.storage.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.conformance.history.ModelStore;
import dev.hanse.storage.conformance.history.RandomTransactions;
import dev.hanse.storage.conformance.history.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Long random lives of a store, compared with [ModelStore] after every step.
///
/// `-Dhanse.seed=…` repeats one of them.
abstract class RandomHistoryContract {

    private static final int STEPS = 400;

    abstract StoreUnderTest store();

    static List<Long> seeds() {
        var given = Long.getLong("hanse.seed");
        return given == null ? List.of(1L, 2L, 3L, System.nanoTime()) : List.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRandomHistoryIsWhatTheModelSays(long seed) throws Exception {
        var life = new Life(new Random(seed));
        for (int i = 0; i < STEPS; i++) {
            life.step();
        }
        life.closeCursors();
    }

    private record Follower(Range range, Cursor cursor, Revision start, List<Event> seen) {}

    private final class Life {
        private final Random random;
        private final RandomTransactions transactions;
        private final ModelStore model = new ModelStore(store().storage().revision());
        private final List<Revision> revisions = new ArrayList<>(List.of(model.newest()));
        private final List<Follower> followers = new ArrayList<>();
        private Revision compacted = Revision.NONE;

        /// By which words the index of the store finds an entry now.
        private BiPredicate<Entry, Bytes> isFound = Words::has;

        Life(Random random) {
            this.random = random;
            this.transactions = new RandomTransactions(random);
        }

        void step() throws InterruptedException {
            int dice = random.nextInt(100);
            if (dice < 1) {
                reopen();
            } else if (dice < 3) {
                compact();
            } else if (dice < 7) {
                follow();
            } else if (dice < 20) {
                catchUp();
            } else if (dice < 40) {
                read();
            } else if (dice < 50) {
                find();
            } else {
                commit();
            }
        }

        private void commit() {
            var txn = transactions.transaction(_ -> guess());
            var before = model.newest();
            boolean holds = model.holds(txn, before);
            switch (store().storage().commit(txn)) {
                case Outcome.Committed(var revision) -> {
                    assertThat(holds).isTrue();
                    if (model.changes(txn, before)) {
                        assertThat(revision).isGreaterThan(before);
                        model.apply(txn, revision);
                        revisions.add(revision);
                    } else {
                        assertThat(revision).isGreaterThanOrEqualTo(before);
                    }
                }
                case Outcome.Rejected(_, var found) -> {
                    assertThat(holds).isFalse();
                    assertThat(found).containsExactlyInAnyOrderElementsOf(model.found(txn, before));
                }
            }
        }

        private Revision guess() {
            return random.nextBoolean()
                    ? Revision.NONE
                    : revisions.get(random.nextInt(revisions.size()));
        }

        private void read() {
            var range = transactions.range();
            var at = random.nextBoolean() ? Revision.NONE : anyReadable();
            var expected = model.list(range, at.isNone() ? model.newest() : at);
            assertThat(pages(range, at)).isEqualTo(expected);
            assertThat(store().storage().count(range, at)).isEqualTo(expected.size());
        }

        private void find() {
            var range = transactions.range();
            var word = transactions.word();
            var at = random.nextBoolean() ? Revision.NONE : anyReadable();
            var expected =
                    model.list(range, at.isNone() ? model.newest() : at).stream()
                            .filter(entry -> isFound.test(entry, word))
                            .toList();
            int limit = 1 + random.nextInt(6);
            assertThat(
                            pages(
                                    range,
                                    at,
                                    (rest, from) ->
                                            store().storage()
                                                    .find(Words.NAME, word, rest, from, limit)))
                    .as("%s in %s at %s", word, range, at)
                    .isEqualTo(expected);
        }

        private List<Entry> pages(Range range, Revision at) {
            int limit = 1 + random.nextInt(6);
            return pages(range, at, (rest, from) -> store().storage().read(rest, from, limit));
        }

        private static List<Entry> pages(
                Range range, Revision at, BiFunction<Range, Revision, Page> read) {
            var page = read.apply(range, at);
            var entries = new ArrayList<>(page.entries());
            while (page.more()) {
                page = read.apply(range.after(entries.getLast().key()), page.revision());
                entries.addAll(page.entries());
            }
            return entries;
        }

        private Revision anyReadable() {
            var readable = revisions.stream().filter(at -> at.compareTo(compacted) >= 0).toList();
            return readable.get(random.nextInt(readable.size()));
        }

        private void follow() {
            var range = transactions.range();
            var start = anyReadable();
            var cursor = store().storage().watch(range, start);
            followers.add(new Follower(range, cursor, start, new ArrayList<>()));
        }

        private void catchUp() throws InterruptedException {
            for (var follower : followers) {
                follower.seen().addAll(StoreUnderTest.drain(follower.cursor(), model.newest()));
                assertThat(follower.seen())
                        .isEqualTo(
                                model.events(follower.range(), follower.start(), model.newest()));
            }
        }

        private void compact() throws InterruptedException {
            catchUp();
            compacted = anyReadable();
            store().storage().compact(compacted);
            assertThat(store().storage().compactedRevision()).isEqualTo(compacted);
        }

        private void reopen() throws InterruptedException {
            catchUp();
            closeCursors();
            followers.clear();
            reopenMaybeWithAnotherIndex();
            assertThat(store().storage().revision()).isGreaterThanOrEqualTo(model.newest());
        }

        private void reopenMaybeWithAnotherIndex() {
            switch (random.nextInt(3)) {
                case 0 -> store().reopen();
                case 1 -> {
                    store().reopen(Words.index());
                    isFound = Words::has;
                }
                default -> {
                    store().reopen(Words.lastOnly());
                    isFound = (entry, word) -> Words.last(entry.value()).equals(word);
                }
            }
        }

        void closeCursors() {
            followers.forEach(follower -> follower.cursor().close());
        }
    }
}
