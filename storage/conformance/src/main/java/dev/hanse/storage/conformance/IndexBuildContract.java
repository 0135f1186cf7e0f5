package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Index;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import dev.hanse.storage.conformance.history.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// An index that is declared over data that is already there.
abstract class IndexBuildContract {

    private static final int KEYS = 3000;
    private static final String[] COLORS = {"red", "green", "blue", "red green", ""};

    abstract StoreUnderTest store();

    @Test
    void anIndexSurvivesReopening() {
        var before = store().put("a", "red");
        store().put("b", "red");

        store().reopen();
        store().put("c", "red");

        assertThat(store().find("red")).containsExactly("a", "b", "c");
        assertThat(store().find("red", EVERYTHING, before)).containsExactly("a");
    }

    @Test
    void anIndexThatIsKnownIsNotComputedAgain() {
        store().put("key", "red");
        assertThat(store().find("red")).containsExactly("key");
        var computed = new ArrayList<Bytes>();

        store().reopen(recording(computed));

        assertThat(store().find("green")).isEmpty();
        assertThat(computed).isEmpty();
    }

    @Test
    void aStoreOpenedWithoutItsIndexToBeReadKeepsIt() {
        store().put("key", "green");
        store().put("key", "red");
        assertThat(store().find("red")).containsExactly("key");
        var computed = new ArrayList<Bytes>();

        store().reopen(new Index[0]);
        assertThat(store().list(EVERYTHING, Revision.NONE)).hasSize(1);
        store().storage().compact(store().storage().revision());
        store().reopen(recording(computed));

        assertThat(store().find("blue")).isEmpty();
        assertThat(computed).isEmpty();
        assertThat(store().find("red")).containsExactly("key");
        assertThat(store().find("green")).isEmpty();
    }

    /// The index as it is known, telling `computed` of every key whose terms were asked for.
    private static Index recording(List<Bytes> computed) {
        var known = Words.index();
        return new Index(
                Words.NAME,
                known.definition(),
                known.scope(),
                (key, value) -> {
                    computed.add(key);
                    return Words.of(value);
                });
    }

    @Test
    void aNewIndexFindsWhatWasThereAtEveryRevision() {
        store().reopen(new Index[0]);
        var red = store().put("key", "red");
        var green = store().put("key", "green");
        var gone = store().delete("key");
        var again = store().put("key", "red green");
        store().put("other", "red");

        store().reopen(Words.index());

        assertThat(store().find("red", EVERYTHING, red)).containsExactly("key");
        assertThat(store().find("green", EVERYTHING, red)).isEmpty();
        assertThat(store().find("red", EVERYTHING, green)).isEmpty();
        assertThat(store().find("green", EVERYTHING, green)).containsExactly("key");
        assertThat(store().find("green", EVERYTHING, gone)).isEmpty();
        assertThat(store().find("green", EVERYTHING, again)).containsExactly("key");
        assertThat(store().find("red")).containsExactly("key", "other");
    }

    @Test
    void anotherDefinitionReplacesTheTerms() {
        store().put("key", "red green");

        store().reopen(Words.lastOnly());
        assertThat(store().find("red")).isEmpty();
        assertThat(store().find("green")).containsExactly("key");

        store().reopen(Words.index());
        assertThat(store().find("red")).containsExactly("key");
    }

    @Test
    void anotherScopeReplacesTheTerms() {
        store().put("a/1", "red");
        store().put("b/1", "red");

        store().reopen(Words.over(Range.prefix(Bytes.utf8("b/"))));
        assertThat(store().find("red")).containsExactly("b/1");

        store().reopen(Words.over(Range.prefix(Bytes.utf8("a/"))));
        assertThat(store().find("red")).containsExactly("a/1");
    }

    @Test
    void anIndexDroppedForAWhileMissesNothing() {
        store().put("kept", "red");
        store().put("changed", "red");
        store().put("gone", "red");

        store().reopen(new Index[0]);
        assertThatThrownBy(() -> store().find("red")).isInstanceOf(IllegalArgumentException.class);
        store().put("changed", "green");
        store().delete("gone");
        store().put("new", "red");
        store().reopen(Words.index());

        assertThat(store().find("red")).containsExactly("kept", "new");
    }

    @Test
    void severalIndexesAreKeptApart() {
        store().put("key", "red");
        var keys = new Index("keys", "v1", EVERYTHING, (key, _) -> Set.of(key));

        store().reopen(keys, Words.index());
        store().put("red", "key");

        assertThat(store().find("red")).containsExactly("key");
        assertThat(found("keys", "red")).containsExactly("red");
        assertThat(found("keys", "key")).containsExactly("key");
    }

    @Test
    void whoNeedsAnIndexWaitsUntilItIsBuilt() throws Exception {
        store().put("key", "red");
        var go = new CountDownLatch(1);
        store().reopen(new Index(Words.NAME, "slow", EVERYTHING, (_, value) -> slow(go, value)));

        assertThat(store().list(EVERYTHING, Revision.NONE)).hasSize(1);
        assertThatThrownBy(() -> store().find("red")).isInstanceOf(UnavailableException.class);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> store().find("red"));
            go.countDown();
            assertThat(waiting.get()).containsExactly("key");
        }
    }

    @Test
    void closingEndsABuildAndWhoWaitsForIt() throws Exception {
        store().put("key", "red");
        var started = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        store().reopen(
                        new Index(
                                Words.NAME,
                                "slow",
                                EVERYTHING,
                                (_, value) -> {
                                    started.countDown();
                                    return slow(go, value);
                                }));
        started.await();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> store().find("red"));
            var closing = threads.submit(() -> store().close());
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(UnavailableException.class);
            go.countDown();
            closing.get();
        }

        store().reopen(Words.index());
        assertThat(store().find("red")).containsExactly("key");
    }

    @Test
    void commitsDuringABuildAreNeitherLostNorUndone() throws Exception {
        fill();
        for (int round = 0; round < 3; round++) {
            store().reopen(round % 2 == 0 ? Words.lastOnly() : Words.index());
            int seed = round;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int writer = 0; writer < 4; writer++) {
                    var random = new Random(seed * 10L + writer);
                    threads.execute(() -> change(random));
                }
                threads.execute(
                        () -> {
                            for (int i = 0; i < 5; i++) {
                                store().storage().compact(store().storage().revision());
                            }
                        });
            }
            requireFound(round % 2 != 0);
        }
    }

    private void fill() {
        var random = new Random(42);
        for (int i = 0; i < KEYS; i += 100) {
            var writes = new ArrayList<Write>();
            for (int j = i; j < i + 100; j++) {
                writes.add(new Write.Put(key(j), color(random)));
            }
            store().committed(List.of(), writes);
        }
    }

    private void change(Random random) {
        for (int i = 0; i < 50; i++) {
            var key = key(random.nextInt(KEYS));
            var write =
                    random.nextInt(3) == 0
                            ? new Write.Delete(key)
                            : new Write.Put(key, color(random));
            store().committed(List.<Condition>of(), List.of(write));
        }
    }

    private void requireFound(boolean everyWord) {
        var entries = store().list(EVERYTHING, Revision.NONE);
        for (var word : List.of("red", "green", "blue", "")) {
            var expected =
                    entries.stream()
                            .filter(
                                    entry ->
                                            everyWord
                                                    ? Words.has(entry, Words.word(word))
                                                    : Words.last(entry.value())
                                                            .equals(Words.word(word)))
                            .map(entry -> entry.key().utf8())
                            .toList();
            assertThat(store().find(word)).as(word).isEqualTo(expected);
        }
    }

    private List<String> found(String index, String term) {
        return store()
                .storage()
                .find(index, Bytes.utf8(term), EVERYTHING, Revision.NONE, 10)
                .entries()
                .stream()
                .map(Entry::key)
                .map(Bytes::utf8)
                .toList();
    }

    private static Set<Bytes> slow(CountDownLatch go, Bytes value) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Words.of(value);
    }

    private static Bytes key(int i) {
        return Bytes.utf8("key%05d".formatted(i));
    }

    private static Bytes color(Random random) {
        return Bytes.utf8(COLORS[random.nextInt(COLORS.length)]);
    }
}
