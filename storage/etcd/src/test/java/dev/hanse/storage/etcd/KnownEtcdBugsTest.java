package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Event;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.testkit.EtcdProcess;
import dev.hanse.testkit.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What went wrong in etcd, or between it and its clients, and must not come through to ours. The
/// list is the track record of etcd's own robustness tests.
@SuppressWarnings("NullAway.Init")
class KnownEtcdBugsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static EtcdProcess etcd;

    @TempDir Path directory;
    private final String prefix = "/" + UUID.randomUUID();
    private TcpProxy network;
    private ServerOnEtcd writer;

    @BeforeAll
    static void startEtcd() {
        etcd = EtcdProcess.startNew();
    }

    @AfterAll
    static void stopEtcd() {
        etcd.close();
    }

    @BeforeEach
    void connect() {
        network = TcpProxy.to(etcd.endpoint());
        writer = connect("writer", etcd.endpoint());
    }

    @AfterEach
    void disconnect() {
        writer.close();
        network.close();
    }

    /// etcd-io/etcd#15220: a requested progress notification overtook events, so that a reader that
    /// trusted it missed them. A cursor's promise must not be ahead of its events.
    @Test
    void aCursorPromisesNothingAheadOfItsEvents() throws Exception {
        try (var server = connect("server", network.endpoint());
                var cursor = server.watch(Revision.NONE)) {
            network.slowDown(Duration.ofMillis(20));
            var promised = Revision.NONE;
            var last = Revision.NONE;
            for (int i = 0; i < 20; i++) {
                last = writer.put("key " + i, "x");
                var _ = server.storage().revision();
                var batch = cursor.next(100);
                for (var event : batch.events()) {
                    assertThat(event.revision()).isGreaterThan(promised);
                }
                promised = batch.upTo();
                assertThat(promised).isGreaterThanOrEqualTo(last);
            }
        }
    }

    /// etcd-io/etcd#18089, #19179: a watch that resumed at the very revision that had been
    /// compacted missed the deletions there, without being told.
    @Test
    void aDeletionAtTheCompactedRevisionIsNotLost() throws Exception {
        writer.put("key", "x");
        var before = writer.put("other", "x");
        try (var server = connect("server", network.endpoint());
                var cursor = server.watch(before)) {
            network.cut();
            var deleted = writer.delete("key");
            etcd.operator().compact(deleted.value());
            var last = writer.put("last", "x");
            network.reset();
            network.heal();

            assertThat(server.show()).containsExactly("last=x", "other=x");
            assertThat(server.storage().revision()).isEqualTo(last);
            requireNoSilentGap(cursor, last);
        }
    }

    /// etcd-io/etcd#15271, #20221: a watch delivered events from before its start revision, after a
    /// broken network or of a member that was behind.
    @Test
    void noEventIsOlderThanTheStart() throws Exception {
        for (int i = 0; i < 10; i++) {
            writer.put("key", "old " + i);
        }
        var start = writer.storage().revision();
        var first = writer.put("key", "new");
        try (var server = connect("server", network.endpoint());
                var cursor = server.watch(start)) {
            network.reset();
            var last = writer.put("key", "newer");

            assertThat(ServerOnEtcd.drain(cursor, last))
                    .extracting(Event::revision)
                    .containsExactly(first, last);
        }
    }

    /// etcd-io/etcd#17529: events were lost for a watch that caught up slowly. jetcd loses them
    /// when such a watch breaks.
    @Test
    void aBreakWhileCatchingUpDropsAndDoublesNothing() throws Exception {
        var start = writer.storage().revision();
        for (int i = 0; i < 60; i++) {
            var _ =
                    writer.storage()
                            .commit(
                                    new Txn(
                                            List.of(),
                                            List.of(
                                                    put("a", new byte[64 << 10]),
                                                    put("b", new byte[64 << 10]))));
        }
        var last = writer.storage().revision();
        try (var server = connect("server", network.endpoint())) {
            network.reset();
            try (var cursor = server.watch(start)) {
                var events = ServerOnEtcd.drain(cursor, last);

                assertThat(events).hasSize(120).doesNotHaveDuplicates();
                assertThat(events).extracting(Event::revision).isSorted();
            }
        }
    }

    /// etcd-io/etcd#14370: a single member acknowledged a write before it was on disk, and lost it
    /// when it crashed.
    @Test
    void anAcknowledgedWriteSurvivesACrashOfTheOnlyMember() {
        for (int i = 0; i < 3; i++) {
            writer.put("key " + i, "x");
            etcd.kill();
            etcd.start();

            assertThat(writer.show()).hasSize(i + 1);
        }
    }

    /// Jepsen's stale read: an answer of before a pause must not be taken for one of after it.
    @Test
    void aReadAfterAPauseSeesWhatOthersWroteMeanwhile() {
        try (var server = connect("server", network.endpoint())) {
            server.put("key", "old");
            network.cut();
            writer.put("key", "new");
            network.heal();

            assertThat(server.show()).containsExactly("key=new");
        }
    }

    private static void requireNoSilentGap(Cursor cursor, Revision last) throws Exception {
        try {
            var events = ServerOnEtcd.drain(cursor, last);
            assertThat(events).extracting(event -> event.key().utf8()).contains("key", "last");
        } catch (CompactedException told) {
            assertThat(told.compacted()).isLessThanOrEqualTo(last);
        }
    }

    private static Write.Put put(String key, byte[] value) {
        return new Write.Put(Bytes.utf8(key), Bytes.wrap(value));
    }

    private ServerOnEtcd connect(String name, URI endpoint) {
        return ServerOnEtcd.connect(
                ServerOnEtcd.config(List.of(endpoint), prefix, directory.resolve(name), PATIENCE));
    }
}
