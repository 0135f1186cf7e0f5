package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that was restored from an older backup, under a server that knows what came after.
@SuppressWarnings("NullAway.Init")
class RestoredEtcdTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path directory;
    private EtcdProcess etcd;

    @BeforeEach
    void startEtcd() {
        etcd = EtcdProcess.startNew();
    }

    @AfterEach
    void stopEtcd() {
        etcd.close();
    }

    @Test
    void aServerThatRunsServesNothingUntilEtcdIsFurtherThanItEverWas() {
        try (var server = connect()) {
            server.put("key", "in the backup");
            backUp();
            var newest = server.put("key", "lost");
            server.put("other", "lost");
            var cursor = server.watch(newest);
            restore();

            requireRefusal(server);
            assertThat(etcd.operator().revision()).isLessThan(newest.value());

            letEtcdPass(server.storage().localRevision());
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(server.show()).containsExactly("key=in the backup"));
            assertThat(server.storage().revision()).isGreaterThan(newest);
            assertThatThrownBy(() -> cursor.next(10)).isInstanceOf(CompactedException.class);
            assertThat(server.put("key", "new")).isGreaterThan(newest);
            cursor.close();
        }
    }

    @Test
    void aServerThatStartsSaysWhyItDoesNot() {
        try (var server = connect()) {
            server.put("key", "in the backup");
        }
        backUp();
        try (var server = connect()) {
            server.put("key", "lost");
        }
        restore();

        assertThatThrownBy(this::connect)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("restored from an older backup")
                .hasMessageContaining("replica director");
    }

    @Test
    void anotherHistoryThatCameAsFarIsTold() {
        Revision lost;
        try (var server = connect()) {
            server.put("key", "in the backup");
        }
        backUp();
        try (var server = connect()) {
            lost = server.put("key", "lost");
        }
        restore();
        try (var newcomer =
                ServerOnEtcd.connect(
                        List.of(etcd.endpoint()), directory.resolve("newcomer"), PATIENCE)) {
            assertThat(newcomer.put("key", "found")).isEqualTo(lost);
            newcomer.put("more", "x");
        }

        try (var server = connect()) {
            assertThat(server.show()).containsExactly("key=found", "more=x");
            assertThatThrownBy(() -> server.watch(lost)).isInstanceOf(CompactedException.class);
        }
    }

    private void requireRefusal(ServerOnEtcd server) {
        assertThatThrownBy(server::show)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("restored from an older backup");
        assertThatThrownBy(() -> server.put("key", "on top of the backup"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("restored from an older backup");
    }

    private void letEtcdPass(Revision revision) {
        var operator = etcd.operator();
        for (long i = operator.revision(); i <= revision.value(); i++) {
            operator.put("/somebody-else", "value " + i);
        }
    }

    private void backUp() {
        etcd.kill();
        etcd.backUp(directory.resolve("backup"));
        etcd.start();
    }

    private void restore() {
        etcd.kill();
        etcd.restore(directory.resolve("backup"));
        etcd.start();
    }

    private ServerOnEtcd connect() {
        return ServerOnEtcd.connect(
                List.of(etcd.endpoint()), directory.resolve("replica"), PATIENCE);
    }
}
