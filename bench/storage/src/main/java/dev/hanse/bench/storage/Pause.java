package dev.hanse.bench.storage;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/// Waiting, for a program that nobody interrupts but to end it.
final class Pause {

    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
