package dev.hanse.apiserver.http;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks HTTPS. An event loop reads a request whole, one virtual thread thinks about it, and the
/// event loop writes what came out.
public final class HttpFront implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);

    /// Cancelled watches are stream resets; clients with many watches reset many of them at once,
    /// which is no attack. Vert.x would close the connection at 200 within 30 seconds.
    private static final int STREAM_RESETS = 20_000;

    private final Vertx vertx;
    private final HttpServer server;
    private final ExecutorService threads;

    private HttpFront(Vertx vertx, HttpServer server, ExecutorService threads) {
        this.vertx = vertx;
        this.server = server;
        this.threads = threads;
    }

    /// Starts listening and returns when connections are accepted.
    ///
    /// @param handler called on a virtual thread for each request; must not throw
    public static HttpFront start(
            HttpFrontConfig config, Function<ApiRequest, ApiResponse> handler) {
        var vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(
                                        Math.max(2, Runtime.getRuntime().availableProcessors())));
        var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("request-", 0).factory());
        var options =
                new HttpServerOptions()
                        .setHost(config.bindAddress())
                        .setPort(config.port())
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertPath(config.certificate().toString())
                                        .addKeyPath(config.key().toString()))
                        .setClientAuth(ClientAuth.REQUEST)
                        // Certificates are judged by authentication, which knows the client CAs.
                        .setTrustOptions(TrustOptions.wrap(new AnyClientCertificate()))
                        .setHttp2RstFloodMaxRstFramePerWindow(STREAM_RESETS)
                        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(1_000))
                        .setMaxInitialLineLength(16 * 1024)
                        .setMaxHeaderSize(64 * 1024)
                        .setCompressionSupported(false);
        var server = vertx.createHttpServer(options);
        var memory = new BodyMemory(Runtime.getRuntime().maxMemory(), config.maxBodyBytes());
        server.requestHandler(
                request -> new Exchange(config, request, handler, threads, memory, vertx).begin());
        server.exceptionHandler(
                e -> log.atDebug().addKeyValue("error", e.toString()).log("connection failed"));
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            threads.shutdownNow();
            vertx.close();
            throw new UncheckedIOException(
                    "cannot listen on " + config.bindAddress() + ":" + config.port(),
                    e.getCause() instanceof IOException cause
                            ? cause
                            : new IOException(e.getCause()));
        }
        return new HttpFront(vertx, server, threads);
    }

    /// The port in use.
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
