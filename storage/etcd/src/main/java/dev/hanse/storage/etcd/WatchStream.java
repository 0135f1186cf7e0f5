package dev.hanse.storage.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// One etcd watch over the whole prefix, read by one thread, until it breaks.
///
/// jetcd would reconnect by itself, but takes the revision at which it was connected for one whose
/// events it has seen: a watch of the past that breaks early would lose some. So a broken stream
/// stays broken, and the reader opens the next one after the last revision it applied.
final class WatchStream implements AutoCloseable {

    /// What arrives, in order; the last one is not an [Arrived.Events].
    private sealed interface Arrived {
        record Events(List<WatchEvent> events) implements Arrived {}

        record Compacted(long revision) implements Arrived {}

        record Broken(@Nullable Throwable cause) implements Arrived {}
    }

    /// The stream has ended; `compacted` is where to start over, or zero when resuming will do.
    static final class EndedException extends Exception {
        private final long compacted;

        EndedException(String message, long compacted, @Nullable Throwable cause) {
            super(message, cause);
            this.compacted = compacted;
        }

        long compacted() {
            return compacted;
        }
    }

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final Watch.Watcher watcher;

    private WatchStream(Watch watch, KeyMapping keys, long after) {
        var option =
                WatchOption.builder()
                        .withRange(keys.end())
                        .withRevision(after + 1)
                        .withRequireLeader(true)
                        .build();
        this.watcher = watch.watch(keys.start(), option, new Listener());
    }

    /// Watches every revision after `after`.
    static WatchStream open(Watch watch, KeyMapping keys, long after) {
        return new WatchStream(watch, keys, after);
    }

    /// The next events, waiting for at least one; all events of a revision come together.
    List<WatchEvent> take() throws InterruptedException, EndedException {
        var events = new ArrayList<WatchEvent>();
        var next = arrived.take();
        while (next != null) {
            switch (next) {
                case Arrived.Events(var more) -> events.addAll(more);
                case Arrived.Compacted(var revision) ->
                        throw new EndedException("compacted", revision, null);
                case Arrived.Broken(var cause) -> throw new EndedException("broken", 0, cause);
            }
            next = arrived.peek() instanceof Arrived.Events ? arrived.poll() : null;
        }
        return events;
    }

    @Override
    public void close() {
        watcher.close();
    }

    private final class Listener implements Watch.Listener {
        @Override
        public void onNext(WatchResponse response) {
            if (!response.getEvents().isEmpty()) {
                arrived.add(new Arrived.Events(response.getEvents()));
            }
        }

        @Override
        public void onError(Throwable failure) {
            arrived.add(
                    failure instanceof CompactedException compacted
                            ? new Arrived.Compacted(compacted.getCompactedRevision())
                            : new Arrived.Broken(failure));
        }

        @Override
        public void onCompleted() {
            arrived.add(new Arrived.Broken(null));
        }
    }
}
