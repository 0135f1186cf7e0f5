package dev.hanse.apiserver.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/// Where the frames of a stream go. Used on the connection's event loop only.
sealed interface StreamSink {

    void write(byte[] frame);

    /// Whether more would pile up in memory.
    boolean isFull();

    void whenDrained(Runnable action);

    void whenClosed(Runnable action);

    void end();

    /// The body of a response, frame after frame.
    record Body(HttpServerResponse response) implements StreamSink {

        @Override
        public void write(byte[] frame) {
            response.write(Buffer.buffer(frame));
        }

        @Override
        public boolean isFull() {
            return response.writeQueueFull();
        }

        @Override
        public void whenDrained(Runnable action) {
            response.drainHandler(_ -> action.run());
        }

        @Override
        public void whenClosed(Runnable action) {
            response.closeHandler(_ -> action.run());
        }

        @Override
        public void end() {
            response.end();
        }
    }

    /// A WebSocket: each frame is a text message, as kube-apiserver sends watch events.
    record Socket(ServerWebSocket socket) implements StreamSink {

        @Override
        public void write(byte[] frame) {
            socket.writeTextMessage(new String(frame, StandardCharsets.UTF_8).stripTrailing());
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void whenDrained(Runnable action) {
            socket.drainHandler(_ -> action.run());
        }

        @Override
        public void whenClosed(Runnable action) {
            socket.closeHandler(_ -> action.run());
        }

        @Override
        public void end() {
            socket.close();
        }
    }
}
