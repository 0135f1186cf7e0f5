package dev.hanse.it.conformance;

import dev.hanse.it.TestingControlPlane;

/// The same lists with etcd as the store.
class ListOnEtcdTest extends ListTest {

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEtcd();
    }
}
