package dev.hanse.apiserver.controllers;

import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets history that is older than five minutes, as kube-apiserver does by default.
public final class Compactor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

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
        var last = Revision.NONE;
        while (true) {
            try {
                Thread.sleep(EVERY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                if (!last.isNone()) {
                    storage.compact(last);
                }
                last = storage.localRevision();
            } catch (StorageException e) {
                log.atWarn()
                        .addKeyValue("revision", last)
                        .addKeyValue("error", e.getMessage())
                        .log("compaction failed");
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
