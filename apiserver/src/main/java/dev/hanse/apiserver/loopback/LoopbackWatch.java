package dev.hanse.apiserver.loopback;

import dev.hanse.apiserver.watch.ObjectWatch;
import dev.hanse.apiserver.watch.WatchItem;
import dev.hanse.machinery.client.ObjectClient.Watch;
import dev.hanse.machinery.client.ObjectClient.WatchHandler;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.status.Status;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An in-process watch: one virtual thread that sleeps until the history has something to say.
final class LoopbackWatch implements Watch {

    private static final Logger log = LoggerFactory.getLogger(LoopbackWatch.class);

    private final LoopbackCall call;
    private final ObjectWatch watch;
    private final WatchHandler events;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean readable;

    private LoopbackWatch(LoopbackCall call, ObjectWatch watch, WatchHandler events) {
        this.call = call;
        this.watch = watch;
        this.events = events;
        this.thread =
                Thread.ofVirtual()
                        .name("watch " + call.served().definition().groupResource())
                        .unstarted(this::run);
    }

    static LoopbackWatch start(LoopbackCall call, ObjectWatch watch, WatchHandler events) {
        var started = new LoopbackWatch(call, watch, events);
        started.thread.start();
        return started;
    }

    private void run() {
        try (watch) {
            while (!closed) {
                var items = watch.next();
                for (var item : items) {
                    if (closed || !say(item)) {
                        return;
                    }
                }
                if (items.isEmpty()) {
                    sleep();
                }
            }
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("resource", call.served().definition().groupResource())
                    .setCause(e)
                    .log("watch failed");
            events.on(
                    new WatchEvent.Ended(
                            Status.failure(500, "InternalError", "watch failed: " + e)));
        }
    }

    private void sleep() {
        readable = false;
        watch.whenReadable(
                () -> {
                    readable = true;
                    LockSupport.unpark(thread);
                });
        while (!readable && !closed) {
            LockSupport.park(this);
        }
    }

    /// @return false when nothing more will come
    private boolean say(WatchItem item) {
        switch (item) {
            case WatchItem.Change(var type, var entry, var revision) -> {
                var object = call.object(entry, revision);
                events.on(
                        switch (type) {
                            case ADDED -> new WatchEvent.Added(object);
                            case MODIFIED -> new WatchEvent.Modified(object);
                            case DELETED -> new WatchEvent.Deleted(object);
                        });
            }
            case WatchItem.Bookmark(var revision, _) ->
                    events.on(new WatchEvent.Bookmark(Long.toString(revision)));
            case WatchItem.Failed(var status) -> {
                events.on(new WatchEvent.Ended(status));
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
