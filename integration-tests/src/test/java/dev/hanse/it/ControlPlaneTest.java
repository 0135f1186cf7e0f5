package dev.hanse.it;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A test of the assembled control plane. Its methods share one server, and so each works in a
/// namespace or workspace of its own.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ControlPlaneTest {

    protected TestingControlPlane plane;

    @BeforeAll
    void startServer() {
        plane = open();
    }

    @AfterAll
    void stopServer() {
        plane.close();
    }

    /// A subclass may run the same tests on another store.
    protected TestingControlPlane open() {
        return TestingControlPlane.onEmbeddedStore();
    }
}
