package dev.hanse.it.conformance;

import dev.hanse.it.TestingControlPlane;

/// The same watches with etcd as the store.
class WatchOnEtcdTest extends WatchTest {

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEtcd();
    }
}
