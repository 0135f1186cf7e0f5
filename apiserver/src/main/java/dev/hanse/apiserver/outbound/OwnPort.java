package dev.hanse.apiserver.outbound;

import java.util.function.IntSupplier;

/// The port that this server listens on, which may only be known when it does. Thread-safe.
public final class OwnPort implements IntSupplier {

    private volatile int port;

    public void set(int port) {
        this.port = port;
    }

    /// Zero as long as the server does not listen.
    @Override
    public int getAsInt() {
        return port;
    }
}
