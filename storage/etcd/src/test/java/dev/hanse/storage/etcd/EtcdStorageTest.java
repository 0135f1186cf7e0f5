package dev.hanse.storage.etcd;

import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import dev.hanse.storage.conformance.StorageContract;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class EtcdStorageTest extends StorageContract {

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

    @Override
    protected Storage open(List<Index> indexes) {
        return EtcdStorage.connect(
                new EtcdStorageConfig(
                        List.of(etcd.endpoint()),
                        prefix,
                        directory,
                        Duration.ofSeconds(5),
                        8 << 20,
                        16 << 10,
                        EtcdTls.DEFAULT),
                indexes);
    }
}
