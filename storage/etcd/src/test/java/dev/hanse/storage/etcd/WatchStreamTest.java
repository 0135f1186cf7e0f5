package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.testkit.EtcdProcess;
import io.etcd.jetcd.api.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica that does not keep up with etcd.
class WatchStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRANSACTIONS = 40;
    private static final int WRITES = 8;
    private static final int VALUE = 128 << 10;
    private static final long ENOUGH = 1 << 20;

    // What etcd may put into one message: its largest request (see EtcdProcess) and some more.
    private static final long LARGEST_MESSAGE = 5 << 20;

    @Test
    void aSlowReaderMakesEtcdWaitInsteadOfFillingTheHeap(@TempDir Path directory) throws Exception {
        try (var etcd = EtcdProcess.startNew();
                var server = ServerOnEtcd.connect(List.of(etcd.endpoint()), directory, PATIENCE);
                var connection =
                        EtcdConnection.open(
                                ServerOnEtcd.config(
                                        List.of(etcd.endpoint()), directory, PATIENCE));
                var caughtUp = open(connection);
                var behind = late(server, connection)) {
            await().atMost(PATIENCE).until(() -> caughtUp.waiting() > ENOUGH);
            await().atMost(PATIENCE).until(() -> behind.waiting() > ENOUGH);

            for (var stream : List.of(caughtUp, behind)) {
                requireWholeRevisions(stream, server.storage().localRevision().value());
            }
        }
    }

    private static WatchStream open(EtcdConnection connection) throws Exception {
        var stream = WatchStream.open(connection.streams(), new KeyMapping("/hanse"), 0, ENOUGH);
        stream.awaitOpen(PATIENCE);
        return stream;
    }

    /// A stream that is opened when everything has been written already: etcd sends a thousand
    /// revisions at once then.
    private static WatchStream late(ServerOnEtcd server, EtcdConnection connection)
            throws Exception {
        for (int i = 0; i < TRANSACTIONS; i++) {
            var writes =
                    IntStream.range(0, WRITES)
                            .mapToObj(n -> (Write) put("key " + n, new byte[VALUE]))
                            .toList();
            var _ = server.storage().commit(new Txn(List.of(), writes));
        }
        return open(connection);
    }

    private static Write.Put put(String key, byte[] value) {
        return new Write.Put(Bytes.utf8(key), Bytes.wrap(value));
    }

    private static void requireWholeRevisions(WatchStream stream, long last) throws Exception {
        var revisions = new ArrayList<Long>();
        while (revisions.isEmpty() || revisions.getLast() < last) {
            assertThat(stream.waiting()).isLessThan(ENOUGH + LARGEST_MESSAGE);
            stream.take().stream().map(WatchStreamTest::revision).forEach(revisions::add);
            assertThat(revisions.stream().filter(revisions.getLast()::equals).count())
                    .isIn(1L, WRITES + 1L);
        }
        assertThat(revisions).isSorted();
        // The head once for its creation, and with every transaction.
        assertThat(revisions).hasSize(1 + TRANSACTIONS * (WRITES + 1));
    }

    private static long revision(Event event) {
        return event.getKv().getModRevision();
    }
}
