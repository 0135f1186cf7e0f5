package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hanse.storage.CompactedException;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
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

/// A server whose network to etcd fails, while another one's works.
@SuppressWarnings("NullAway.Init")
class NetworkFailureTest {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static EtcdProcess etcd;

    @TempDir Path directory;
    private final String prefix = "/" + UUID.randomUUID();
    private TcpProxy network;
    private ServerOnEtcd other;

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
        other = connect("other", etcd.endpoint(), LONG);
    }

    @AfterEach
    void disconnect() {
        other.close();
        network.close();
    }

    @Test
    void aCutNetworkEndsEveryCallInTimeAndHeals() {
        try (var server = connect("server", network.endpoint(), SHORT)) {
            server.put("key", "before");
            network.cut();

            assertThatThrownBy(server::show).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> server.put("key", "perhaps"))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(server.show(server.storage().localRevision())).containsExactly("key=before");

            network.heal();
            await().atMost(LONG).ignoreExceptions().until(() -> server.show().size() == 1);
            assertThat(server.put("key", "after")).isEqualTo(other.storage().revision());
        }
    }

    @Test
    void aRequestThatWasNeverSentIsKnownNotToHaveHappened() {
        try (var server = connect("server", network.endpoint(), SHORT)) {
            server.put("key", "before");
            network.refuse();
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThatThrownBy(() -> server.put("key", "no"))
                                            .isInstanceOf(UnavailableException.class));
        }
        assertThat(other.show()).doesNotContain("key=no");
    }

    @Test
    void brokenConnectionsLoseNoEvent() throws Exception {
        try (var server = connect("server", network.endpoint(), LONG);
                var cursor = server.watch(Revision.NONE)) {
            var last = Revision.NONE;
            for (int i = 0; i < 100; i++) {
                if (i % 10 == 5) {
                    network.reset();
                }
                last = other.put("key", "value " + i);
            }

            assertThat(ServerOnEtcd.values(ServerOnEtcd.drain(cursor, last)))
                    .hasSize(100)
                    .doesNotHaveDuplicates()
                    .startsWith("value 0")
                    .endsWith("value 99");
        }
    }

    @Test
    void aSlowNetworkIsOnlySlow() {
        try (var server = connect("server", network.endpoint(), LONG)) {
            network.slowDown(Duration.ofMillis(200));

            var written = server.put("key", "x");

            assertThat(server.storage().revision()).isEqualTo(written);
            assertThat(server.show()).containsExactly("key=x");
        }
    }

    @Test
    void etcdCompactedByOthersWhileCutOffMakesCursorsStartOver() {
        try (var server = connect("server", network.endpoint(), LONG);
                var cursor = server.watch(Revision.NONE)) {
            server.put("kept", "before");
            server.put("gone", "before");
            network.cut();
            other.delete("gone");
            other.put("kept", "after");
            etcd.operator().compact(etcd.operator().revision());
            network.reset();
            network.heal();

            assertThat(server.show()).containsExactly("kept=after");
            assertThatThrownBy(() -> cursor.next(10)).isInstanceOf(CompactedException.class);
            assertThat(server.put("kept", "again")).isEqualTo(other.storage().revision());
        }
    }

    @Test
    void etcdCompactedFarBehindOurLastWriteCanBeLoaded() {
        other.put("key", "x");
        var operator = etcd.operator();
        for (int i = 0; i < 10; i++) {
            operator.put("/somebody-else", "value " + i);
        }
        operator.compact(operator.revision());

        try (var server = connect("late", etcd.endpoint(), LONG)) {
            assertThat(server.show()).containsExactly("key=x");
            assertThat(server.storage().revision()).isEqualTo(other.storage().revision());
        }
    }

    private ServerOnEtcd connect(String name, URI endpoint, Duration deadline) {
        return ServerOnEtcd.connect(
                ServerOnEtcd.config(List.of(endpoint), prefix, directory.resolve(name), deadline));
    }
}
