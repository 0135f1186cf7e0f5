package dev.hanse.storage.embedded;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.history.Finding;
import dev.hanse.storage.history.History;
import dev.hanse.storage.history.HistoryConfig;
import dev.hanse.storage.history.HistoryVerification;
import dev.hanse.storage.history.Mark;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What can be done to the data directory of an [EmbeddedStorage] that no process has open.
public final class StoppedStore {

    private StoppedStore() {}

    /// Makes a store of `entries`, under the revisions they have, whose newest revision is `newest`
    /// and which remembers nothing before: whoever watched an older one has to list again.
    ///
    /// Durable when it returns. Interrupted, it leaves a directory that cannot be opened, and that
    /// can be restored into again.
    ///
    /// @param directory the data directory; created when missing
    /// @param entries in key order, none modified after `newest`
    /// @throws UnavailableException if there is a store already, or a process uses the directory
    public static void restore(Path directory, Revision newest, Iterator<Entry> entries) {
        try (var opened = DataDirectory.openForRestore(directory)) {
            var config =
                    new HistoryConfig(
                            opened.history(), HistoryConfig.DEFAULT_BLOCK_CACHE_BYTES, 0, true);
            try (var history = History.open(config)) {
                history.load(new Mark(newest, 0), entries);
            }
            opened.restored();
        }
    }

    /// Who uses the directory, such as `process 4711`; nobody if nobody does.
    public static Optional<String> holder(Path directory) {
        return DataDirectory.holder(directory);
    }

    /// Reads everything and says what is wrong, changing nothing.
    ///
    /// @param seen told about every row
    /// @throws UnavailableException if there is no store, or a process uses it
    public static List<Finding> verify(Path directory, Runnable seen) {
        try (var opened = DataDirectory.openExisting(directory)) {
            return HistoryVerification.verify(opened.history(), seen);
        }
    }
}
