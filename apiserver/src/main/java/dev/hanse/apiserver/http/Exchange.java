package dev.hanse.apiserver.http;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.Query;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// One request and its response. All methods but the handler's call run on the connection's event
/// loop.
final class Exchange {

    private final HttpFrontConfig config;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Function<ApiRequest, ApiResponse> handler;
    private final ExecutorService threads;
    private final Vertx vertx;
    private final BodyMemory memory;
    private Buffer body = Buffer.buffer();
    private boolean refused;

    Exchange(
            HttpFrontConfig config,
            HttpServerRequest request,
            Function<ApiRequest, ApiResponse> handler,
            ExecutorService threads,
            BodyMemory memory,
            Vertx vertx) {
        this.config = config;
        this.memory = memory;
        this.request = request;
        this.response = request.response();
        this.handler = handler;
        this.threads = threads;
        this.vertx = vertx;
    }

    void begin() {
        request.exceptionHandler(
                _ -> {
                    refused = true;
                    forgetBody();
                });
        response.exceptionHandler(_ -> {});
        if (wantsWebSocket()) {
            // The upgrade, if it comes to that, must find the request unread.
            request.pause();
            think();
            return;
        }
        request.handler(this::collect);
        request.endHandler(_ -> think());
    }

    private boolean wantsWebSocket() {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    private void collect(Buffer chunk) {
        if (refused) {
            return;
        }
        if (body.length() + chunk.length() > config.maxBodyBytes()) {
            refuse(
                    ApiException.tooLarge(
                            "Request entity too large: limit is " + config.maxBodyBytes()));
        } else if (!memory.arrive(chunk.length())) {
            refuse(ApiException.tooManyRequests("too many large requests at the same time", 1));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void refuse(ApiException why) {
        refused = true;
        forgetBody();
        respond(failure(why));
    }

    private void forgetBody() {
        memory.left(body.length());
        body = Buffer.buffer();
    }

    private void think() {
        if (refused) {
            return;
        }
        var context = vertx.getOrCreateContext();
        try {
            var call = apiRequest();
            threads.execute(() -> memory.read(call.body().length(), () -> answer(context, call)));
        } catch (RejectedExecutionException _) {
            respond(failure(ApiException.unavailable("the server is stopping")));
        } catch (ApiException e) {
            respond(failure(e));
        }
    }

    private void answer(Context context, ApiRequest call) {
        var answer = Compression.compressed(call, handler.apply(call));
        context.runOnContext(
                _ -> {
                    forgetBody();
                    write(context, answer);
                });
    }

    private void write(Context context, ApiResponse answer) {
        switch (answer) {
            case ApiResponse.Body whole -> respond(whole);
            case ApiResponse.Stream stream when wantsWebSocket() -> upgrade(context, stream);
            case ApiResponse.Stream stream -> {
                if (response.closed()) {
                    threads.execute(stream.frames()::close);
                    return;
                }
                head(stream.code(), stream.contentType(), stream.headers());
                response.setChunked(true);
                // The client learns at once that its watch stands, before anything has happened.
                response.writeHead();
                var sink = new StreamSink.Body(response);
                new StreamPump(context, sink, stream.frames(), threads, vertx).start();
            }
        }
    }

    /// Goes on as a WebSocket, for clients that watch that way.
    private void upgrade(Context context, ApiResponse.Stream stream) {
        request.toWebSocket()
                .onSuccess(
                        socket ->
                                new StreamPump(
                                                context,
                                                new StreamSink.Socket(socket),
                                                stream.frames(),
                                                threads,
                                                vertx)
                                        .start())
                .onFailure(_ -> threads.execute(stream.frames()::close));
    }

    private void respond(ApiResponse.Body answer) {
        if (wantsWebSocket()) {
            request.resume();
        }
        if (response.closed() || response.ended()) {
            return;
        }
        head(answer.code(), answer.contentType(), answer.headers());
        long length = 0;
        for (var part : answer.parts()) {
            length += part.length;
        }
        // A 304 has no body, and its length would be taken for that of the document.
        if (answer.code() != 304) {
            response.putHeader("Content-Length", Long.toString(length));
        }
        if (answer.parts().isEmpty() || request.method().name().equals("HEAD")) {
            response.end();
            return;
        }
        var last = answer.parts().size() - 1;
        for (int i = 0; i < last; i++) {
            response.write(Buffer.buffer(answer.parts().get(i)));
        }
        response.end(Buffer.buffer(answer.parts().get(last)));
    }

    private void head(int code, String contentType, Map<String, List<String>> headers) {
        response.setStatusCode(code);
        response.putHeader("Content-Type", contentType);
        response.putHeader("Cache-Control", "no-cache, private");
        headers.forEach(response::putHeader);
    }

    private static ApiResponse.Body failure(ApiException e) {
        return ApiResponse.Body.of(e.code(), "application/json", Json.write(e.status().toJson()));
    }

    private ApiRequest apiRequest() {
        var headers = new HashMap<String, List<String>>();
        request.headers()
                .forEach(
                        (name, value) ->
                                headers.computeIfAbsent(
                                                name.toLowerCase(Locale.ROOT),
                                                _ -> new ArrayList<>())
                                        .add(value));
        var query = request.query();
        var path = request.path();
        var remote = request.remoteAddress();
        return new ApiRequest(
                request.method().name(),
                path == null ? "/" : Escapes.resolved(path),
                query == null ? Query.EMPTY : Query.parse(query),
                headers,
                Bytes.wrap(body.getBytes()),
                certificates(),
                remote == null ? "" : remote.toString());
    }

    private List<X509Certificate> certificates() {
        var session = request.sslSession();
        return session == null ? List.of() : ClientCertificates.of(session);
    }
}
