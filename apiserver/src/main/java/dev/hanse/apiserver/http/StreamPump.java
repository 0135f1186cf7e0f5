package dev.hanse.apiserver.http;

import dev.hanse.apiserver.request.FrameSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves frames from a source to a client: pulls on a virtual thread, writes on the event loop, and
/// waits for whichever is slower. Between events it holds no thread.
///
/// INVARIANT: the fields are touched on the connection's event loop only, and at most one pull is
/// under way.
final class StreamPump {

    private static final Logger log = LoggerFactory.getLogger(StreamPump.class);
    private static final long NO_TIMER = -1;

    private final Context context;
    private final StreamSink sink;
    private final FrameSource frames;
    private final ExecutorService threads;
    private final Vertx vertx;
    private boolean pulling;
    private boolean asked;
    private boolean finished;
    private long timer = NO_TIMER;

    StreamPump(
            Context context,
            StreamSink sink,
            FrameSource frames,
            ExecutorService threads,
            Vertx vertx) {
        this.context = context;
        this.sink = sink;
        this.frames = frames;
        this.threads = threads;
        this.vertx = vertx;
    }

    void start() {
        sink.whenClosed(this::finish);
        pull();
    }

    /// Asks the source for frames, now or as soon as the pull under way is over.
    private void pull() {
        if (finished) {
            return;
        }
        if (pulling) {
            asked = true;
            return;
        }
        pulling = true;
        asked = false;
        cancelTimer();
        execute(
                () -> {
                    FrameSource.Frames next;
                    try {
                        next = frames.next();
                    } catch (RuntimeException e) {
                        log.atError().setCause(e).log("stream failed");
                        context.runOnContext(_ -> end());
                        return;
                    }
                    context.runOnContext(_ -> write(next));
                });
    }

    private void write(FrameSource.Frames next) {
        pulling = false;
        if (finished) {
            close();
            return;
        }
        for (var frame : next.frames()) {
            sink.write(frame);
        }
        if (next.ended()) {
            end();
        } else if (sink.isFull()) {
            sink.whenDrained(this::pull);
        } else if (asked || !next.frames().isEmpty()) {
            pull();
        } else {
            await();
        }
    }

    private void await() {
        var wait = Math.max(1, frames.wakeAfter().toMillis());
        timer = vertx.setTimer(wait, _ -> pull());
        frames.whenReadable(() -> context.runOnContext(_ -> pull()));
    }

    private void end() {
        pulling = false;
        if (!finished) {
            finish();
            sink.end();
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        cancelTimer();
        if (!pulling) {
            close();
        }
    }

    private void close() {
        execute(frames::close);
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException _) {
            // The server is stopping and the connection is about to close.
            pulling = false;
        }
    }
}
