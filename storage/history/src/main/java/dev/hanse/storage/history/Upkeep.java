package dev.hanse.storage.history;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done beside reads and writes, on one thread: removing what was compacted, and building
/// indexes.
final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final Compaction compaction;
    private final Indexes indexes;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("hanse-history-background").factory());

    Upkeep(Compaction compaction, Indexes indexes) {
        this.compaction = compaction;
        this.indexes = indexes;
    }

    /// Both of what follows.
    void catchUpSoon() {
        buildIndexesSoon();
        sweepSoon();
    }

    void buildIndexesSoon() {
        execute(this::buildIndexes);
    }

    void sweepSoon() {
        execute(this::sweep);
    }

    /// On the thread of the caller.
    void sweep() {
        compaction.sweep();
        indexes.sweep();
    }

    /// A bit at a time, so that sweeping need not wait until the end.
    private void buildIndexes() {
        if (indexes.buildSome()) {
            buildIndexesSoon();
        }
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            log.atDebug().setCause(e).log("closed before all was tidied up");
        }
    }

    /// Begins nothing any more; what goes on ends when the history is closed.
    @Override
    public void close() {
        thread.shutdown();
    }
}
