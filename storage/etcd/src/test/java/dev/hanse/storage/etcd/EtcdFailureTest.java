package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What servers see of each other, and of an etcd that stops, restarts and forgets.
@SuppressWarnings("NullAway.Init")
class EtcdFailureTest {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    private static EtcdProcess etcd;

    @TempDir Path directory;
    private final String prefix = "/" + UUID.randomUUID();

    @BeforeAll
    static void startEtcd() {
        etcd = EtcdProcess.startNew();
    }

    @AfterAll
    static void stopEtcd() {
        etcd.close();
    }

    @Test
    void aWriteThroughOneServerIsSeenByTheNextReadOfAnother() {
        try (var one = connect("one");
                var other = connect("other")) {
            for (int i = 0; i < 50; i++) {
                var written = put(one, "key", "value " + i);

                var page = other.read(EVERYTHING, Revision.NONE, 10);

                assertThat(page.revision()).isEqualTo(written);
                assertThat(page.entries().getFirst().value().utf8()).isEqualTo("value " + i);
            }
        }
    }

    @Test
    void writesOfOthersInTheSameEtcdDoNotMoveTheRevision() {
        try (var ours = connect("ours");
                var theirs =
                        EtcdStorage.connect(
                                config("theirs", prefix + "-theirs", Duration.ofSeconds(10)))) {
            var written = put(ours, "key", "x");
            put(theirs, "key", "y");

            assertThat(ours.revision()).isEqualTo(written);
            assertThat(ours.read(EVERYTHING, Revision.NONE, 10).entries()).hasSize(1);
        }
    }

    @Test
    void acknowledgedWritesAndCursorsSurviveARestartOfEtcd() throws Exception {
        try (var storage = connect("one");
                var cursor = storage.watch(EVERYTHING, Revision.NONE)) {
            put(storage, "key", "before");
            etcd.kill();
            etcd.start();
            var after = put(storage, "key", "after");

            assertThat(values(drain(cursor, after))).containsExactly("before", "after");
        }
    }

    @Test
    void anEtcdThatDoesNotAnswerMakesTheOutcomeUnknown() {
        try (var storage = EtcdStorage.connect(config("one", prefix, Duration.ofSeconds(2)))) {
            etcd.pause();
            try {
                assertThatThrownBy(() -> put(storage, "key", "x"))
                        .isInstanceOf(OutcomeUnknownException.class);
                assertThatThrownBy(() -> storage.read(EVERYTHING, Revision.NONE, 1))
                        .isInstanceOf(UnavailableException.class);

                var local = storage.localRevision();
                assertThat(storage.read(EVERYTHING, local, 1).revision()).isEqualTo(local);
            } finally {
                etcd.resume();
            }
        }
    }

    @Test
    void aServerThatWasAwayTooLongLoadsASnapshot() {
        put("one", "kept", "x");
        var old = put("one", "gone", "x");
        try (var other = connect("other")) {
            other.commit(new Txn(List.of(), List.of(new Write.Delete(Bytes.utf8("gone")))));
            put(other, "kept", "y");
            var newest = put(other, "added", "z");
            other.compact(newest);
        }

        try (var returned = connect("one")) {
            assertThat(returned.read(EVERYTHING, Revision.NONE, 10).entries())
                    .extracting(entry -> entry.key().utf8() + "=" + entry.value().utf8())
                    .containsExactly("added=z", "kept=y");
            assertThatThrownBy(() -> returned.watch(EVERYTHING, old))
                    .isInstanceOf(CompactedException.class);
        }
    }

    @Test
    void aReplicaOfAnotherClusterIsThrownAway() {
        put("one", "key", "of the first cluster");
        etcd.close();
        etcd = EtcdProcess.startNew();

        try (var storage = connect("one")) {
            assertThat(storage.read(EVERYTHING, Revision.NONE, 10).entries()).isEmpty();
        }
    }

    @Test
    void anEtcdThatCannotBeReachedIsReported() {
        etcd.kill();

        assertThatThrownBy(() -> EtcdStorage.connect(config("one", prefix, Duration.ofSeconds(2))))
                .isInstanceOf(StorageException.class);
        etcd.start();
    }

    private Revision put(String server, String key, String value) {
        try (var storage = connect(server)) {
            return put(storage, key, value);
        }
    }

    private static Revision put(EtcdStorage storage, String key, String value) {
        var write = new Write.Put(Bytes.utf8(key), Bytes.utf8(value));
        return ((Outcome.Committed) storage.commit(new Txn(List.of(), List.of(write)))).revision();
    }

    private EtcdStorage connect(String server) {
        return EtcdStorage.connect(config(server, prefix, Duration.ofSeconds(20)));
    }

    private EtcdStorageConfig config(String server, String prefix, Duration deadline) {
        return new EtcdStorageConfig(
                List.of(etcd.endpoint()),
                prefix,
                directory.resolve(server),
                deadline,
                8 << 20,
                1 << 20,
                EtcdTls.DEFAULT);
    }

    private static List<Event> drain(Cursor cursor, Revision upTo) throws InterruptedException {
        var events = new ArrayList<Event>();
        var readable = new Semaphore(0);
        while (events.isEmpty() || upTo.isAfter(events.getLast().revision())) {
            cursor.whenReadable(readable::release);
            assertThat(readable.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            events.addAll(cursor.next(100).events());
        }
        return events;
    }

    private static List<String> values(List<Event> events) {
        var values = new ArrayList<String>();
        for (var event : events) {
            var current = event.current();
            values.add(current == null ? "-" : current.value().utf8());
        }
        return values;
    }
}
