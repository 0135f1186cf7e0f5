package dev.hanse.apiserver.observe;

import java.util.concurrent.atomic.AtomicReference;

/// Whether the server may be used yet. Thread-safe.
public final class Readiness {

    private final AtomicReference<String> waitingFor = new AtomicReference<>("start");

    public void waitingFor(String what) {
        waitingFor.set(what);
    }

    public void ready() {
        waitingFor.set("");
    }

    public boolean isReady() {
        return waitingFor.get().isEmpty();
    }

    /// What has not happened yet, or the empty string.
    public String waitingFor() {
        return waitingFor.get();
    }
}
