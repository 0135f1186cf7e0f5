package dev.hanse.apiserver.controllers;

import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets history that is older than five minutes, as kube-apiserver does by default; looks every
/// minute, so that what is forgotten is not much older.
public final class Compactor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int KEPT_MINUTES = 5;

    private final Storage storage;
    private final Thread thread;

    public Compactor(Storage storage) {
        this.storage = storage;
        this.thread = Thread.ofVirtual().name("compactor").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        var minutes = new ArrayDeque<Revision>();
        while (true) {
            try {
                Thread.sleep(EVERY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                minutes.add(storage.localRevision());
                if (minutes.size() > KEPT_MINUTES) {
                    storage.compact(minutes.remove());
                }
            } catch (StorageException e) {
                log.atWarn().addKeyValue("error", e.getMessage()).log("compaction failed");
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
