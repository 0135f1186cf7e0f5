package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hanse.storage.UnavailableException;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that begins to demand users.
class EtcdAuthenticationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void whoIsNobodyIsToldSoAndServesAgainWhenLetIn(@TempDir Path directory) {
        try (var etcd = EtcdProcess.startNew();
                var server = connect(etcd, directory.resolve("serving"))) {
            server.put("key", "before");
            etcd.operator().enableAuthentication();

            requireDenied(() -> connect(etcd, directory.resolve("starting")).close());
            requireDenied(() -> server.put("key", "denied"));
            requireDenied(server::show);
            assertThat(server.show(server.storage().localRevision())).containsExactly("key=before");

            etcd.operator().disableAuthentication();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> !server.show().isEmpty());
            server.put("key", "after");
            assertThat(server.show()).containsExactly("key=after");
        }
    }

    private static void requireDenied(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("etcd denies access (etcdserver: user name is empty)");
    }

    private static ServerOnEtcd connect(EtcdProcess etcd, Path replica) {
        return ServerOnEtcd.connect(List.of(etcd.endpoint()), replica, PATIENCE);
    }
}
