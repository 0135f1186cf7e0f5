package dev.hanse.it.exports;

import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWorkspace;

/// A provider, `dba`, with customers.
public final class Market {

    private final TestingControlPlane plane;
    private final Provider provider;

    private Market(TestingControlPlane plane, Provider provider) {
        this.plane = plane;
        this.provider = provider;
    }

    public static Market open(TestingControlPlane plane) {
        return new Market(plane, Provider.open(plane, "market", "[]"));
    }

    /// A workspace of `user` in which databases can be ordered.
    public TestingWorkspace consumer(String user, String name) {
        var consumer = Consumer.of(plane, user, name);
        consumer.bind(provider, "[]");
        return consumer.workspace();
    }

    /// The address of the provider's view, once there is a consumer.
    public String view() {
        return provider.view().base().toString();
    }
}
