package dev.hanse.storage.faults;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.conformance.history.Following;
import dev.hanse.storage.conformance.history.StoreCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/// A store in another process, which may be killed or stopped at any time. Thread-safe.
///
/// A commit that was sent and not answered is one of unknown outcome; that is the whole point.
final class RemoteStore implements StoreCalls {

    private static final int PATIENCE_MILLIS = 30_000;

    private interface Question {
        void write(Wire wire) throws IOException;
    }

    private interface Reply<T> {
        T read(Wire wire) throws IOException;
    }

    private record Connection(Socket socket, Wire wire) {}

    private final int port;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    RemoteStore(int port) {
        this.port = port;
    }

    @Override
    public Revision revision() {
        return ask(Request.REVISION, _ -> {}, Wire::revision);
    }

    @Override
    public Page read(Range range, Revision at, int limit) {
        return ask(
                Request.READ,
                wire -> {
                    wire.range(range);
                    wire.revision(at);
                    wire.number(limit);
                },
                Wire::page);
    }

    /// The entries that have `word` in [Words].
    Page find(Bytes word, Range range, Revision at, int limit) {
        return ask(
                Request.FIND,
                wire -> {
                    wire.bytes(word);
                    wire.range(range);
                    wire.revision(at);
                    wire.number(limit);
                },
                Wire::page);
    }

    @Override
    public Outcome commit(Txn txn) {
        var connection = connection();
        try {
            return ask(connection, Request.COMMIT, wire -> wire.txn(txn), Wire::outcome);
        } catch (IOException e) {
            close(connection);
            throw new OutcomeUnknownException("the store did not answer", e);
        } finally {
            release(connection);
        }
    }

    void compact(Revision revision) {
        var _ = ask(Request.COMPACT, wire -> wire.revision(revision), _ -> true);
    }

    @Override
    public Cursor watch(Range range, Revision after) {
        var connection = connection();
        var _ =
                askOrFail(
                        connection,
                        Request.WATCH,
                        wire -> {
                            wire.range(range);
                            wire.revision(after);
                        },
                        _ -> true);
        return new RemoteCursor(connection);
    }

    /// Everything a cursor says after `after` until it has reached `upTo`.
    Following follow(Range range, Revision after, Revision upTo) {
        var batches = new ArrayList<Cursor.Batch>();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * PATIENCE_MILLIS);
        try (var cursor = watch(range, after)) {
            var position = after;
            while (upTo.isAfter(position)) {
                var batch = cursor.next(1000);
                batches.add(batch);
                position = batch.upTo();
                if (batch.events().isEmpty()) {
                    cursor.whenReadable(() -> {});
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "a cursor over %s stays at %s and does not reach %s"
                                    .formatted(range, position, upTo));
                }
            }
        }
        return new Following(range, after, batches);
    }

    private final class RemoteCursor implements Cursor {
        private final Connection connection;

        RemoteCursor(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Batch next(int maxEvents) {
            return askOrFail(connection, Request.NEXT, wire -> wire.number(maxEvents), Wire::batch);
        }

        /// Runs the signal in this call, when there is something to read or after a short while.
        @Override
        public void whenReadable(Runnable signal) {
            var _ = askOrFail(connection, Request.AWAIT, _ -> {}, _ -> true);
            signal.run();
        }

        @Override
        public void close() {
            RemoteStore.close(connection);
        }
    }

    private <T> T ask(Request request, Question question, Reply<T> reply) {
        var connection = connection();
        try {
            return askOrFail(connection, request, question, reply);
        } finally {
            release(connection);
        }
    }

    private <T> T askOrFail(
            Connection connection, Request request, Question question, Reply<T> reply) {
        try {
            return ask(connection, request, question, reply);
        } catch (IOException e) {
            close(connection);
            throw new UnavailableException("the store did not answer", e);
        }
    }

    private static <T> T ask(
            Connection connection, Request request, Question question, Reply<T> reply)
            throws IOException {
        var wire = connection.wire();
        wire.word(request);
        question.write(wire);
        wire.flush();
        var answer = Answer.valueOf(wire.word());
        if (answer == Answer.DONE) {
            return reply.read(wire);
        }
        throw answer.failure(wire.bytes().utf8());
    }

    private Connection connection() {
        var free = idle.poll();
        if (free != null) {
            return free;
        }
        try {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new Connection(socket, new Wire(socket));
        } catch (IOException e) {
            throw new UnavailableException("the store cannot be reached", e);
        }
    }

    private void release(Connection connection) {
        if (!connection.socket().isClosed()) {
            idle.push(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.socket().close();
        } catch (IOException e) {
            throw new UnavailableException("cannot close a connection", e);
        }
    }

    /// Ends the idle connections; those in use end with their calls.
    void disconnect() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection);
        }
    }
}
