package dev.hanse.apiserver.watch;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.StoredMetadata;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Storage;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.UnreadableValueException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the life of all objects of all clusters with one thread and one cursor, and parses none
/// of them.
public final class LifecycleFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LifecycleFeed.class);
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// One object that appeared, changed or went away.
    ///
    /// @param before null when it is new
    /// @param now null when it is gone
    public record Change(
            StorageResource resource,
            ObjectKey key,
            @Nullable StoredMetadata before,
            @Nullable StoredMetadata now) {}

    /// Whoever wants to know.
    public interface Listener {

        /// Called before the first change and whenever changes were missed: whatever happened
        /// before has to be found in the objects as they are. Must not block.
        void missedChanges();

        /// Called for every change after that, in order. Must not block.
        void changed(Change change);
    }

    private final Storage storage;
    private final List<Listener> listeners;
    private final Thread thread;

    public LifecycleFeed(Storage storage, List<Listener> listeners) {
        this.storage = storage;
        this.listeners = List.copyOf(listeners);
        this.thread = Thread.ofVirtual().name("lifecycle-feed").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                follow();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when changes may have been missed.
    private void follow() throws InterruptedException {
        try (var cursor = storage.watch(Keyspace.everything(), storage.localRevision())) {
            listeners.forEach(Listener::missedChanges);
            while (true) {
                var batch = cursor.next(BATCH);
                batch.events().forEach(this::tell);
                if (batch.events().isEmpty()) {
                    awaitChange(cursor);
                }
            }
        } catch (CompactedException | UnreadableValueException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("changes missed, starting over");
        } catch (StorageException e) {
            log.atDebug().addKeyValue("error", e.getMessage()).log("storage is not available");
        }
    }

    private static void awaitChange(Cursor cursor) throws InterruptedException {
        var readable = new CountDownLatch(1);
        cursor.whenReadable(readable::countDown);
        readable.await();
    }

    private void tell(Event event) {
        try {
            var before = metadata(event.previous());
            var now = metadata(event.current());
            var known = now == null ? before : now;
            if (known != null) {
                var resource = Keyspace.resourceOf(event.key(), known.inNamespace());
                var key = Keyspace.parse(resource, event.key());
                var change = new Change(resource, key, before, now);
                listeners.forEach(each -> each.changed(change));
            }
        } catch (RuntimeException e) {
            // What nobody can read concerns nobody else.
            log.atError().addKeyValue("key", event.key()).setCause(e).log("unreadable change");
        }
    }

    private static @Nullable StoredMetadata metadata(@Nullable Entry entry) {
        return entry == null ? null : StoredMetadata.of(entry.value().unsafeArray());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
