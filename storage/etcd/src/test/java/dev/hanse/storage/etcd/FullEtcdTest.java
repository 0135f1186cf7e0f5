package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.TooLargeException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.testkit.EtcdProcess;
import dev.hanse.testkit.EtcdSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that runs into its limits.
class FullEtcdTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 512 << 10;

    @Test
    void aUsedUpQuotaStopsWritesOnlyAndHeals(@TempDir Path directory) {
        var settings = EtcdSettings.PLAIN.with("--quota-backend-bytes=" + (8 << 20));
        try (var etcd = EtcdProcess.startNew(settings);
                var server = ServerOnEtcd.connect(List.of(etcd.endpoint()), directory, PATIENCE)) {
            server.put("small", "x");
            var newest = fill(server);

            assertThatThrownBy(() -> server.put("small", "y"))
                    .isInstanceOf(StorageFullException.class);
            assertThat(server.storage().revision()).isGreaterThanOrEqualTo(newest);
            assertThat(server.show()).contains("small=x").hasSize(2);

            etcd.operator().compact(etcd.operator().revision());
            etcd.operator().defragment();
            etcd.operator().disarmNoSpace();
            server.put("small", "z");
            assertThat(server.show()).contains("small=z");
        }
    }

    @Test
    void aTransactionThatIsTooLargeIsTheCallersMistake(@TempDir Path directory) {
        try (var etcd = EtcdProcess.startNew(EtcdSettings.PLAIN.with("--max-request-bytes=65536"));
                var server = ServerOnEtcd.connect(List.of(etcd.endpoint()), directory, PATIENCE)) {
            assertThatThrownBy(() -> putLarge(server, "a little", 70_000))
                    .isInstanceOf(TooLargeException.class);
            assertThatThrownBy(() -> putLarge(server, "by far", 4 << 20))
                    .isInstanceOf(TooLargeException.class);

            server.put("key", "x");
            assertThat(server.show()).containsExactly("key=x");
        }
    }

    /// Writes the same key until etcd takes no more.
    private static Revision fill(ServerOnEtcd server) {
        while (true) {
            try {
                putLarge(server, "large", LARGE);
            } catch (StorageFullException _) {
                return server.storage().localRevision();
            }
        }
    }

    private static void putLarge(ServerOnEtcd server, String key, int size) {
        var write = new Write.Put(Bytes.utf8(key), Bytes.wrap(new byte[size]));
        var _ = server.storage().commit(new Txn(List.of(), List.of(write)));
    }
}
