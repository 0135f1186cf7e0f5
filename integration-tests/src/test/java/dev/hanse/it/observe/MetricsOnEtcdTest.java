package dev.hanse.it.observe;

import dev.hanse.it.TestingControlPlane;

class MetricsOnEtcdTest extends MetricsTest {

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEtcd();
    }
}
