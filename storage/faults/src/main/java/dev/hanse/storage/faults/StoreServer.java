package dev.hanse.storage.faults;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Storage;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.conformance.history.Words;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Serves a store to another process on this machine until this one is killed. One thread for each
/// connection, one request at a time on it.
final class StoreServer {

    static final int LONGEST_WAIT_MILLIS = 40;
    private static final int BACKLOG = 100;

    private interface Body {
        void write() throws IOException;
    }

    private final Storage storage;

    StoreServer(Storage storage) {
        this.storage = storage;
    }

    /// Prints the port once requests can be sent to it.
    void serve() throws IOException {
        try (var listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            System.out.println(listener.getLocalPort());
            while (true) {
                var socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var wire = new Wire(socket);
            while (true) {
                answer(Request.valueOf(wire.word()), wire);
            }
        } catch (IOException e) {
            // The other side has gone, and with it whoever would want to know.
        }
    }

    private void answer(Request request, Wire wire) throws IOException {
        switch (request) {
            case REVISION ->
                    guarded(
                            wire,
                            () -> {
                                var revision = storage.revision();
                                done(wire).revision(revision);
                            });
            case READ -> {
                var range = wire.range();
                var at = wire.revision();
                int limit = wire.number();
                guarded(
                        wire,
                        () -> {
                            var page = storage.read(range, at, limit);
                            done(wire).page(page);
                        });
            }
            case FIND -> {
                var word = wire.bytes();
                var range = wire.range();
                var at = wire.revision();
                int limit = wire.number();
                guarded(
                        wire,
                        () -> {
                            var page = storage.find(Words.NAME, word, range, at, limit);
                            done(wire).page(page);
                        });
            }
            case COMMIT -> {
                var txn = wire.txn();
                guarded(
                        wire,
                        () -> {
                            var outcome = storage.commit(txn);
                            done(wire).outcome(outcome);
                        });
            }
            case COMPACT -> {
                var revision = wire.revision();
                guarded(
                        wire,
                        () -> {
                            storage.compact(revision);
                            var _ = done(wire);
                        });
            }
            case WATCH -> watch(wire);
            case NEXT, AWAIT -> throw new IOException("no cursor to read");
        }
    }

    private void watch(Wire wire) throws IOException {
        var range = wire.range();
        var after = wire.revision();
        Cursor cursor;
        try {
            cursor = storage.watch(range, after);
        } catch (StorageException e) {
            refuse(wire, e);
            return;
        }
        try (cursor) {
            done(wire).flush();
            while (true) {
                if (Request.valueOf(wire.word()) == Request.NEXT) {
                    int most = wire.number();
                    guarded(
                            wire,
                            () -> {
                                var batch = cursor.next(most);
                                done(wire).batch(batch);
                            });
                } else {
                    guarded(
                            wire,
                            () -> {
                                await(cursor);
                                var _ = done(wire);
                            });
                }
            }
        }
    }

    private static void await(Cursor cursor) {
        var readable = new Semaphore(0);
        cursor.whenReadable(readable::release);
        try {
            boolean _ = readable.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Wire wire, Body body) throws IOException {
        try {
            body.write();
            wire.flush();
        } catch (StorageException e) {
            refuse(wire, e);
        }
    }

    private static Wire done(Wire wire) throws IOException {
        wire.word(Answer.DONE);
        return wire;
    }

    private static void refuse(Wire wire, StorageException failure) throws IOException {
        wire.word(Answer.to(failure));
        wire.bytes(Bytes.wrap(Answer.sentence(failure)));
        wire.flush();
    }
}
