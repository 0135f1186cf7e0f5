package dev.hanse.bench.storage;

import dev.hanse.storage.Cursor;
import dev.hanse.storage.UnavailableException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Drains a cursor as the server does: told that there is something to read, on an event loop that
/// it shares with many others.
final class CursorWatcher implements Store.Watcher {

    private static final int BATCH = 100;

    private final Cursor cursor;
    private final Executor loop;
    private final Consumer<byte[]> onValue;
    private volatile boolean closed;

    CursorWatcher(Cursor cursor, Executor loop, Consumer<byte[]> onValue) {
        this.cursor = cursor;
        this.loop = loop;
        this.onValue = onValue;
    }

    void start() {
        cursor.whenReadable(() -> loop.execute(this::drain));
    }

    private void drain() {
        if (closed) {
            return;
        }
        try {
            for (var event : cursor.next(BATCH).events()) {
                var current = event.current();
                if (current != null) {
                    onValue.accept(current.value().unsafeArray());
                }
            }
            start();
        } catch (UnavailableException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        // On the loop: a cursor is used by one thread at a time.
        loop.execute(cursor::close);
    }
}
