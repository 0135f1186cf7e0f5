package dev.hanse.storage.embedded;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Txn;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// A process that writes until it is killed, and prints each key once its commit was acknowledged.
final class AcknowledgingWriter {

    private static final int WRITERS = 8;

    private AcknowledgingWriter() {}

    public static void main(String[] arguments) {
        var directory = Path.of(arguments[0]);
        var round = arguments[1];
        try (var storage = EmbeddedStorage.open(new EmbeddedStorageConfig(directory));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                var prefix = round + "-" + i + "-";
                threads.execute(() -> write(storage, prefix));
            }
        }
    }

    private static void write(EmbeddedStorage storage, String prefix) {
        for (int i = 0; true; i++) {
            var key = prefix + i;
            var txn = Txn.create(Bytes.utf8(key), Bytes.utf8("value of " + key));
            if (storage.commit(txn) instanceof Outcome.Committed(var revision)) {
                System.out.println(key + " " + revision);
            }
        }
    }
}
