package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.UnavailableException;
import dev.hanse.testkit.EtcdCluster;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd of three members that loses some of them.
@SuppressWarnings("NullAway.Init")
class MemberFailureTest {

    private static final int WRITES = 30;

    @TempDir Path directory;
    private EtcdCluster etcd;

    @BeforeEach
    void startEtcd() {
        etcd = EtcdCluster.startNew(3);
    }

    @AfterEach
    void stopEtcd() {
        etcd.close();
    }

    @Test
    void aKilledLeaderLosesNothing() throws Exception {
        try (var server = connect(Duration.ofSeconds(20))) {
            requireUninterruptedService(server, () -> etcd.leader().kill());
        }
    }

    @Test
    void aPausedLeaderLosesNothing() throws Exception {
        try (var server = connect(Duration.ofSeconds(20))) {
            requireUninterruptedService(server, () -> etcd.leader().pause());
        }
    }

    @Test
    void aPausedFollowerDelaysNoReadUntilItsDeadline() {
        try (var server = connect(Duration.ofSeconds(20))) {
            server.put("key", "x");
            etcd.followers().getFirst().pause();

            for (int i = 0; i < 6; i++) {
                assertThat(server.show()).containsExactly("key=x");
            }
        }
    }

    @Test
    void withoutAQuorumNothingIsServedButWhatIsHereAndItHeals() {
        try (var server = connect(Duration.ofSeconds(3))) {
            server.put("key", "before");
            var dead = etcd.followers();
            dead.forEach(EtcdProcess::kill);

            assertThatThrownBy(server::show).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> server.put("key", "lost"))
                    .isInstanceOfAny(UnavailableException.class, OutcomeUnknownException.class);
            assertThat(server.show(server.storage().localRevision())).containsExactly("key=before");

            dead.forEach(EtcdProcess::startWithoutWaiting);
            assertThat(untilWritten(server, "after")).isGreaterThan(Revision.NONE);
            assertThat(server.show()).containsExactly("key=after");
        }
    }

    /// Writes on while `accident` happens. A write may end with an unknown outcome, but must have
    /// happened once or not at all.
    private static void requireUninterruptedService(ServerOnEtcd server, Runnable accident)
            throws InterruptedException {
        try (var cursor = server.watch(Revision.NONE)) {
            var sure = new ArrayList<String>();
            var unsure = new ArrayList<String>();
            for (int i = 0; i < WRITES; i++) {
                if (i == WRITES / 3) {
                    accident.run();
                }
                try {
                    server.put("key", "value " + i);
                    sure.add("value " + i);
                } catch (OutcomeUnknownException e) {
                    unsure.add("value " + i);
                }
            }
            var last = untilWritten(server, "last");
            sure.add("last");

            var seen = ServerOnEtcd.values(ServerOnEtcd.drain(cursor, last));
            assertThat(seen).containsSubsequence(sure).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(value -> !unsure.contains(value))).isEqualTo(sure);
            assertThat(unsure).hasSizeLessThan(WRITES / 2);
            assertThat(server.show()).containsExactly("key=last");
        }
    }

    private static Revision untilWritten(ServerOnEtcd server, String value) {
        while (true) {
            try {
                return server.put("key", value);
            } catch (StorageException _) {
                assertThat(server.storage().localRevision()).isGreaterThan(Revision.NONE);
            }
        }
    }

    private ServerOnEtcd connect(Duration deadline) {
        return ServerOnEtcd.connect(
                List.copyOf(etcd.endpoints()), directory.resolve("replica"), deadline);
    }
}
