package dev.hanse.storage.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Index;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.storage.conformance.history.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A store, with the short words in which the contract is written.
final class StoreUnderTest {

    static final Range EVERYTHING = Range.EVERYTHING;

    private static final int PATIENCE_SECONDS = 30;
    private static final int SOME_EVENTS = 100;

    private final Function<List<Index>, Storage> opener;
    private List<Index> indexes = List.of(Words.index());
    private Storage storage;

    StoreUnderTest(Function<List<Index>, Storage> opener) {
        this.opener = opener;
        this.storage = opener.apply(indexes);
    }

    Storage storage() {
        return storage;
    }

    void reopen() {
        storage.close();
        storage = opener.apply(indexes);
    }

    void reopen(Index... others) {
        indexes = List.of(others);
        reopen();
    }

    void close() {
        storage.close();
    }

    Revision put(String key, String value) {
        return put(Bytes.utf8(key), Bytes.utf8(value));
    }

    Revision put(Bytes key, Bytes value) {
        return committed(List.of(), List.of(new Write.Put(key, value)));
    }

    Revision delete(String key) {
        return committed(List.of(), List.of(new Write.Delete(Bytes.utf8(key))));
    }

    Revision committed(List<Condition> conditions, List<Write> writes) {
        var outcome = storage.commit(new Txn(conditions, writes));
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        return ((Outcome.Committed) outcome).revision();
    }

    Outcome.Rejected rejected(Txn txn) {
        var outcome = storage.commit(txn);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return (Outcome.Rejected) outcome;
    }

    @Nullable Entry get(String key) {
        return get(Bytes.utf8(key), Revision.NONE);
    }

    @Nullable Entry get(Bytes key, Revision at) {
        var entries = storage.read(Range.key(key), at, 2).entries();
        assertThat(entries).hasSizeLessThan(2);
        return entries.isEmpty() ? null : entries.getFirst();
    }

    List<Entry> list(Range range, Revision at) {
        return storage.read(range, at, Integer.MAX_VALUE).entries();
    }

    /// Keys and values as `key=value`, for comparison at a glance.
    List<String> show(Range range, Revision at) {
        return list(range, at).stream().map(StoreUnderTest::show).toList();
    }

    static String show(Entry entry) {
        return entry.key().utf8() + "=" + entry.value().utf8();
    }

    /// Keys of what is found under a word.
    List<String> find(String word) {
        return find(word, EVERYTHING, Revision.NONE);
    }

    List<String> find(String word, Range range, Revision at) {
        return storage
                .find(Words.NAME, Words.word(word), range, at, Integer.MAX_VALUE)
                .entries()
                .stream()
                .map(entry -> entry.key().utf8())
                .toList();
    }

    /// Events as `key: previous -> current`.
    static List<String> show(List<Event> events) {
        return events.stream()
                .map(e -> e.key().utf8() + ": " + value(e.previous()) + " -> " + value(e.current()))
                .toList();
    }

    private static @Nullable String value(@Nullable Entry entry) {
        return entry == null ? null : entry.value().utf8();
    }

    /// Everything the cursor has to say up to `revision`, waiting for its signals as a server does.
    static List<Event> drain(Cursor cursor, Revision revision) throws InterruptedException {
        var events = new ArrayList<Event>();
        var readable = new Semaphore(0);
        while (true) {
            var batch = cursor.next(SOME_EVENTS);
            events.addAll(batch.events());
            if (batch.upTo().compareTo(revision) >= 0) {
                return events;
            }
            if (batch.events().isEmpty()) {
                cursor.whenReadable(readable::release);
                assertThat(readable.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("events up to %s", revision)
                        .isTrue();
            }
        }
    }
}
