package dev.hanse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One of two servers on one etcd stands still while the other goes on, as in a long collection or
/// on a suspended machine, and does not know of it afterwards.
@SuppressWarnings("NullAway.Init")
class StoppedServerTest {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);
    private static final int PAUSES = 10;
    private static final int READERS = 8;

    @TempDir Path work;
    private EtcdProcess etcd;
    private ChildProcess stopped;
    private ChildProcess other;

    @BeforeEach
    void startServers() {
        etcd = EtcdProcess.startNew();
        stopped = start("stopped");
        other = start("other");
    }

    private ChildProcess start(String name) {
        var engine = new Engine.Etcd(work.resolve(name), List.of(etcd.endpoint()));
        return ChildProcess.start(engine, work, List.of());
    }

    @AfterEach
    void stopServers() {
        stopped.close();
        other.close();
        etcd.close();
    }

    @Test
    void itAnswersNothingThatWasOldWhenItWasAsked() throws Exception {
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PAUSES; i++) {
                // Questions to etcd are under way when it stops, and their answers wait for it.
                var before = read(readers);
                stopped.pause();
                var written = put(other.store(), "value " + i);
                var during = read(readers);
                stopped.resume();
                var after = read(readers);

                for (var answer : before) {
                    assertThat(answer.get()).isLessThanOrEqualTo(written);
                }
                for (var answer : during) {
                    assertThat(answer.get()).isEqualTo(written);
                }
                for (var answer : after) {
                    assertThat(answer.get()).isEqualTo(written);
                }
            }
        }
    }

    @Test
    void itsCursorsSayWhatHappenedMeanwhileInTheSameOrder() {
        var start = stopped.store().revision();
        var last = start;
        for (int i = 0; i < PAUSES; i++) {
            stopped.pause();
            put(other.store(), "meanwhile " + i);
            stopped.resume();
            last = put(stopped.store(), "afterwards " + i);
        }

        var seen = events(stopped.store(), start, last);
        assertThat(seen).hasSize(2 * PAUSES).isEqualTo(events(other.store(), start, last));
        assertThat(seen).extracting(Event::revision).isSorted().doesNotHaveDuplicates();
    }

    /// The revisions of linearizable reads that start now.
    private List<Future<Revision>> read(ExecutorService readers) {
        return IntStream.range(0, READERS)
                .mapToObj(
                        _ ->
                                readers.submit(
                                        () ->
                                                stopped.store()
                                                        .read(EVERYTHING, Revision.NONE, 1)
                                                        .revision()))
                .toList();
    }

    private static Revision put(RemoteStore store, String value) {
        var write = new Write.Put(Bytes.utf8("key"), Bytes.utf8(value));
        return ((Outcome.Committed) store.commit(new Txn(List.of(), List.of(write)))).revision();
    }

    private static List<Event> events(RemoteStore store, Revision after, Revision upTo) {
        return store.follow(EVERYTHING, after, upTo).batches().stream()
                .flatMap(batch -> batch.events().stream())
                .toList();
    }
}
