package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.FutureRevisionException;
import dev.hanse.storage.Index;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Write;
import dev.hanse.storage.conformance.history.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is found under a term, now and at an older revision.
abstract class IndexContract {

    abstract StoreUnderTest store();

    @Test
    void entriesAreFoundUnderEachOfTheirTermsInKeyOrder() {
        store().put("b", "red");
        store().put("a", "red round");
        store().put("c", "green round");

        assertThat(store().find("red")).containsExactly("a", "b");
        assertThat(store().find("round")).containsExactly("a", "c");
        assertThat(store().find("blue")).isEmpty();
    }

    @Test
    void whatIsFoundIsTheEntryItself() {
        var created = store().put("key", "one red");
        var updated = store().put("key", "two red");

        var page =
                store().storage()
                        .find(Words.NAME, Words.word("red"), EVERYTHING, Revision.NONE, 10);

        assertThat(page.entries())
                .containsExactly(
                        new Entry(Bytes.utf8("key"), Bytes.utf8("two red"), created, updated));
        assertThat(page.revision()).isGreaterThanOrEqualTo(updated);
        assertThat(page.more()).isFalse();
    }

    @Test
    void termsOfAnyBytesAreKeptApart() {
        var terms =
                List.of(
                        "",
                        "\0",
                        "\0\0",
                        "\0\u0001",
                        "\0\u0002",
                        "\0\u00ff",
                        "a",
                        "a\0",
                        "a\0\u0001",
                        "a\0\u0001b",
                        "ab",
                        "b",
                        "\u00ff",
                        "\u00ff\0",
                        "\u00ff\u00ff");
        for (int i = 0; i < terms.size(); i++) {
            store().put(Bytes.utf8("key" + i), Words.word(terms.get(i)));
        }

        for (int i = 0; i < terms.size(); i++) {
            assertThat(store().find(terms.get(i))).as("term %d", i).containsExactly("key" + i);
        }
    }

    @Test
    void keysOfAnyBytesAreFoundInOrder() {
        var keys =
                List.of("", "\0", "\0\0", "\0\u0001", "a", "a\0", "a\0\u0001", "ab", "b", "\u007f");
        for (var key : keys.reversed()) {
            store().put(key, "red");
        }

        assertThat(store().find("red")).isEqualTo(keys);
        for (var start : keys) {
            assertThat(store().find("red", new Range(Bytes.utf8(start), null), Revision.NONE))
                    .isEqualTo(keys.subList(keys.indexOf(start), keys.size()));
            assertThat(
                            store().find(
                                            "red",
                                            new Range(Bytes.EMPTY, Bytes.utf8(start)),
                                            Revision.NONE))
                    .isEqualTo(keys.subList(0, keys.indexOf(start)));
        }
    }

    @Test
    void changedTermsAreFoundAtTheRevisionsThatHadThem() {
        var red = store().put("key", "red");
        var both = store().put("key", "red green");
        var green = store().put("key", "green");
        var gone = store().delete("key");
        var again = store().put("key", "red");

        assertThat(store().find("red", EVERYTHING, red)).hasSize(1);
        assertThat(store().find("red", EVERYTHING, both)).hasSize(1);
        assertThat(store().find("red", EVERYTHING, green)).isEmpty();
        assertThat(store().find("red", EVERYTHING, gone)).isEmpty();
        assertThat(store().find("red", EVERYTHING, again)).hasSize(1);
        assertThat(store().find("green", EVERYTHING, red)).isEmpty();
        assertThat(store().find("green", EVERYTHING, both)).hasSize(1);
        assertThat(store().find("green", EVERYTHING, green)).hasSize(1);
        assertThat(store().find("green", EVERYTHING, gone)).isEmpty();
        assertThat(store().find("green", EVERYTHING, again)).isEmpty();
    }

    @Test
    void aTransactionMovesATermBetweenKeysAtOneRevision() {
        var before = store().put("from", "token");
        var moved =
                store().committed(
                                List.of(),
                                List.of(
                                        new Write.Put(Bytes.utf8("from"), Bytes.utf8("empty")),
                                        new Write.Put(Bytes.utf8("to"), Bytes.utf8("token"))));

        assertThat(store().find("token", EVERYTHING, before)).containsExactly("from");
        assertThat(store().find("token", EVERYTHING, moved)).containsExactly("to");
    }

    @Test
    void pagesAreOfOneRevisionWhateverIsWrittenMeanwhile() {
        for (int i = 0; i < 10; i++) {
            store().put("key" + i, i % 2 == 0 ? "even" : "odd");
        }
        var term = Words.word("even");
        var page = store().storage().find(Words.NAME, term, EVERYTHING, Revision.NONE, 2);
        var keys = new ArrayList<>(page.entries().stream().map(Entry::key).toList());
        store().delete("key4");
        store().put("key5", "even");
        store().put("key6", "odd");

        while (page.more()) {
            page =
                    store().storage()
                            .find(
                                    Words.NAME,
                                    term,
                                    EVERYTHING.after(keys.getLast()),
                                    page.revision(),
                                    2);
            page.entries().forEach(entry -> keys.add(entry.key()));
        }

        assertThat(keys)
                .extracting(Bytes::utf8)
                .containsExactly("key0", "key2", "key4", "key6", "key8");
        assertThat(store().find("even")).containsExactly("key0", "key2", "key5", "key8");
    }

    @Test
    void theLastPageSaysSo() {
        store().put("a", "red");
        store().put("b", "red");

        assertThat(find("red", 1).more()).isTrue();
        assertThat(find("red", 2).more()).isFalse();
        assertThatThrownBy(() -> find("red", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueThatCannotBeIndexedIsStoredWithoutTerms() {
        store().put("key", "red");
        var strange = store().put(Bytes.utf8("key"), Words.STRANGE);

        assertThat(store().get("key"))
                .isNotNull()
                .extracting(Entry::modRevision)
                .isEqualTo(strange);
        assertThat(store().find("red")).isEmpty();

        store().put("key", "red");
        assertThat(store().find("red")).containsExactly("key");
    }

    @Test
    void aTermThatIsTooLongIsLeftOut() {
        var longest = "x".repeat(Index.LONGEST_TERM);
        store().put("key", "red " + longest + " " + longest + "x");

        assertThat(store().find("red")).containsExactly("key");
        assertThat(store().find(longest)).containsExactly("key");
        assertThat(store().find(longest + "x")).isEmpty();
    }

    @Test
    void nothingIsFoundOutsideTheScope() {
        store().reopen(Words.over(Range.prefix(Bytes.utf8("in/"))));
        store().put("in/1", "red");
        store().put("out/1", "red");

        assertThat(store().find("red")).containsExactly("in/1");
    }

    @Test
    void anIndexNobodyDeclaredIsAnError() {
        assertThatThrownBy(
                        () ->
                                store().storage()
                                        .find("other", Bytes.EMPTY, EVERYTHING, Revision.NONE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @Test
    void twoIndexesOfOneNameAreAnError() {
        assertThatThrownBy(() -> store().reopen(Words.index(), Words.lastOnly()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Words.NAME);

        store().reopen(Words.index());
    }

    @Test
    void revisionsThatAreNotThereAreRefusedAsInReads() {
        var one = store().put("key", "red");
        var two = store().put("key", "green");
        store().storage().compact(two);

        assertThatThrownBy(() -> store().find("red", EVERYTHING, one))
                .isInstanceOf(CompactedException.class);
        var future = new Revision(store().storage().revision().value() + 1000);
        assertThatThrownBy(() -> store().find("red", EVERYTHING, future))
                .isInstanceOf(FutureRevisionException.class);
    }

    @Test
    void compactionForgetsNothingThatCanBeRead() {
        store().put("kept", "red");
        store().put("changed", "red");
        store().put("gone", "red");
        store().put("again", "red");
        store().delete("gone");
        store().delete("again");
        var compacted = store().put("changed", "green");
        store().put("again", "red");
        store().put("kept", "red green");

        store().storage().compact(compacted);
        store().reopen();

        assertThat(store().find("red", EVERYTHING, compacted)).containsExactly("kept");
        assertThat(store().find("red")).containsExactly("again", "kept");
        assertThat(store().find("green")).containsExactly("changed", "kept");
    }

    private Page find(String word, int limit) {
        return store().storage()
                .find(Words.NAME, Words.word(word), EVERYTHING, Revision.NONE, limit);
    }
}
