package dev.hanse.apiserver.http;

import dev.hanse.apiserver.outbound.AddressRules;
import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.apiserver.outbound.Endpoint;
import dev.hanse.apiserver.outbound.Outbound;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// [Outbound] over HTTP/2 or HTTP/1.1 with TLS. Connections are kept for a while, apart for each
/// set of certificate authorities, so that trust in one endpoint is never used for another.
///
/// Thread-safe. Costs nothing before the first call; then one event loop of its own, apart from the
/// loop of those who call the server, because a handshake is work that somebody else asks for.
public final class OutboundHttp implements Outbound {

    private static final int CONNECTIONS_OF_AN_ENDPOINT = 64;
    private static final int WAITING_FOR_AN_ENDPOINT = 1_000;
    private static final int KEPT_IDLE_SECONDS = 30;
    private static final int CONNECT_MILLIS = 10_000;

    private final AddressLookup lookup;
    private final ReentrantLock starting = new ReentrantLock();
    private @Nullable Running running;

    private record Running(Vertx vertx, HttpClient client) {}

    public OutboundHttp(AddressRules rules) {
        this.lookup = new AddressLookup(rules);
    }

    @Override
    public byte[] postJson(Endpoint endpoint, byte[] document, Duration timeout, int mostBytes) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            var address = lookup.find(endpoint, timeout);
            var call = new Call(document, mostBytes);
            call.start(client(), options(endpoint, address));
            return call.await(end - System.nanoTime());
        } catch (CallFailedException e) {
            throw new CallFailedException("Post \"" + endpoint.uri() + "\": " + e.getMessage());
        }
    }

    private static RequestOptions options(Endpoint endpoint, InetAddress address) {
        var uri = endpoint.uri();
        var path = uri.getRawPath();
        var named = Endpoint.of(uri, "");
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                // The address that was judged, not whatever the name means a moment later.
                .setServer(
                        SocketAddress.inetSocketAddress(endpoint.port(), address.getHostAddress()))
                .setHost(named.connectTo())
                .setPort(named.port())
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false)
                .setSsl(true)
                .setSslOptions(tls(endpoint.authorities()));
    }

    private static ClientSSLOptions tls(String authorities) {
        var tls =
                new ClientSSLOptions()
                        .setHostnameVerificationAlgorithm("HTTPS")
                        .setUseAlpn(true)
                        .setApplicationLayerProtocols(List.of("h2", "http/1.1"));
        if (!authorities.isEmpty()) {
            if (!authorities.contains("-----BEGIN CERTIFICATE-----")) {
                throw new CallFailedException(
                        "unable to load root certificates: unable to parse bytes as PEM block");
            }
            tls.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities)));
        }
        return tls;
    }

    private HttpClient client() {
        starting.lock();
        try {
            if (running == null) {
                var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
                var options =
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setSsl(true)
                                .setUseAlpn(true)
                                .setConnectTimeout(CONNECT_MILLIS)
                                .setKeepAliveTimeout(KEPT_IDLE_SECONDS)
                                .setHttp2KeepAliveTimeout(KEPT_IDLE_SECONDS);
                var pool =
                        new PoolOptions()
                                .setHttp1MaxSize(CONNECTIONS_OF_AN_ENDPOINT)
                                .setHttp2MaxSize(2)
                                .setMaxWaitQueueSize(WAITING_FOR_AN_ENDPOINT);
                running = new Running(vertx, vertx.createHttpClient(options, pool));
            }
            return running.client();
        } finally {
            starting.unlock();
        }
    }

    /// One call. Its callbacks run on the event loop, [#await] on the caller's thread.
    private static final class Call {
        private final byte[] document;
        private final int mostBytes;
        private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
        private volatile @Nullable HttpClientRequest sent;

        Call(byte[] document, int mostBytes) {
            this.document = document;
            this.mostBytes = mostBytes;
        }

        void start(HttpClient client, RequestOptions options) {
            client.request(options)
                    .onSuccess(this::send)
                    .onFailure(e -> fail(CallFailures.words(e, options)));
        }

        private void send(HttpClientRequest request) {
            sent = request;
            if (answer.isDone()) {
                abandon(request);
                return;
            }
            request.putHeader("Content-Type", "application/json");
            request.putHeader("Accept", "application/json, */*");
            request.putHeader("User-Agent", "hanse-admission");
            request.response()
                    .onSuccess(this::read)
                    .onFailure(e -> fail(CallFailures.words(e, null)));
            request.end(Buffer.buffer(document)).onFailure(e -> fail(CallFailures.words(e, null)));
        }

        private void read(HttpClientResponse response) {
            var body = Buffer.buffer();
            response.exceptionHandler(e -> fail(CallFailures.words(e, null)));
            response.handler(
                    part -> {
                        if (body.length() + part.length() > mostBytes) {
                            fail("the answer is larger than " + mostBytes + " bytes");
                            abandon(response.request());
                        } else {
                            body.appendBuffer(part);
                        }
                    });
            response.endHandler(
                    _ -> {
                        int code = response.statusCode();
                        if (code >= 200 && code < 300) {
                            answer.complete(body.getBytes());
                        } else {
                            fail(CallFailures.status(code, body.toString()));
                        }
                    });
        }

        private void fail(String words) {
            answer.completeExceptionally(new CallFailedException(words));
        }

        byte[] await(long nanos) {
            try {
                return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                var late = new CallFailedException("context deadline exceeded");
                answer.completeExceptionally(late);
                var request = sent;
                if (request != null) {
                    abandon(request);
                }
                throw late;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallFailedException("context canceled");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof CallFailedException failed
                        ? failed
                        : new CallFailedException(String.valueOf(e.getCause()));
            }
        }

        /// Nobody waits for the rest any more.
        private static void abandon(HttpClientRequest request) {
            var _ = request.reset();
        }
    }

    @Override
    public void close() {
        lookup.close();
        starting.lock();
        try {
            if (running != null) {
                running.vertx().close().toCompletionStage().toCompletableFuture().join();
                running = null;
            }
        } finally {
            starting.unlock();
        }
    }
}
