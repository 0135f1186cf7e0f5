package dev.hanse.app.demo;

import java.util.List;

/// As long as this is open, Ctrl-C and SIGTERM stop everything before the program goes away.
final class StopAtExit implements AutoCloseable {

    private final Thread hook;

    /// @param stages what to close, in this order; closing twice must do no harm
    StopAtExit(Narrator narrator, List<? extends AutoCloseable> stages) {
        this.hook = new Thread(() -> stop(narrator, stages), "demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void stop(Narrator narrator, List<? extends AutoCloseable> stages) {
        narrator.say("");
        narrator.say("Stopping everything.");
        // The story is still being told, and would now complain that everything is gone.
        narrator.fallSilent();
        for (var each : stages) {
            try {
                each.close();
            } catch (Exception e) {
                // Nobody is left who could do anything about it.
                System.err.println("hanse: stopped uncleanly: " + e);
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It runs already.
        }
    }
}
