package dev.hanse.it.encryption;

import dev.hanse.it.TestingControlPlane;
import dev.hanse.testkit.EtcdProcess;
import java.nio.file.Path;
import java.util.List;

/// The same with etcd as the store, whose replica beside the server holds no secret either.
class EncryptionOnEtcdTest extends EncryptionTest {

    private final EtcdProcess etcd = EtcdProcess.startNew();

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEtcd(etcd, options());
    }

    @Override
    List<Path> data() {
        return List.of(plane.directory(), etcd.directory());
    }
}
