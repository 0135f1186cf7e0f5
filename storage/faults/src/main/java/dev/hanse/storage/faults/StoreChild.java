package dev.hanse.storage.faults;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A process that opens one store and serves it until it is killed.
public final class StoreChild {

    private StoreChild() {}

    /// @param arguments an [Engine], as it says itself
    public static void main(String[] arguments) throws IOException {
        // gRPC tells which transport it found.
        Logger.getLogger("").setLevel(Level.WARNING);
        try (var storage = Engine.of(List.of(arguments)).open()) {
            new StoreServer(storage).serve();
        }
    }
}
