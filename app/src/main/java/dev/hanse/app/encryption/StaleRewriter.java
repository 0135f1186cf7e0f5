package dev.hanse.app.encryption;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.encryption.EncryptedStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes everything again that the first provider of its resource did not write, while the server
/// runs. Each run sees the whole store once.
public final class StaleRewriter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StaleRewriter.class);

    private final EncryptedStorage storage;

    public StaleRewriter(EncryptedStorage storage) {
        this.storage = storage;
    }

    @Override
    public void run() {
        try {
            var rewritten = storage.rewriteStale(Keyspace.everything());
            for (var key : rewritten.unreadable()) {
                log.atError().addKeyValue("key", key).log("nobody can read this value");
            }
            log.atInfo()
                    .addKeyValue("rewritten", rewritten.count())
                    .addKeyValue("complete", rewritten.complete())
                    .log("stale values rewritten");
        } catch (StorageException e) {
            log.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .log("rewriting of stale values stopped");
        }
    }
}
