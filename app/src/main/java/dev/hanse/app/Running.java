package dev.hanse.app;

import java.util.concurrent.CountDownLatch;

/// Keeps a command in the foreground until it is told to stop.
final class Running {

    private Running() {}

    /// Waits for SIGINT or SIGTERM and then closes `what`, before the process goes away.
    static void untilStopped(AutoCloseable what) throws InterruptedException {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        what.close();
                                    } catch (Exception e) {
                                        // Nobody is left who could do anything about it.
                                        System.err.println("hanse: stopped uncleanly: " + e);
                                    } finally {
                                        stopped.countDown();
                                    }
                                },
                                "shutdown"));
        stopped.await();
    }
}
