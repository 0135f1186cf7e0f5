package dev.hanse.storage.etcd;

import com.google.protobuf.ByteString;
import dev.hanse.storage.UnavailableException;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The connections to the members of an etcd cluster: those of jetcd for requests, and others for
/// the watch, so that a replica that catches up delays no request.
final class EtcdConnection implements AutoCloseable {

    // Shorter than what silently drops idle connections, longer than what etcd takes for abuse.
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final int PROBE_PAUSE_MILLIS = 100;

    private final Client client;
    private final ManagedChannel streams;

    private EtcdConnection(Client client, ManagedChannel streams) {
        this.client = client;
        this.streams = streams;
    }

    /// @throws UnavailableException if the TLS files cannot be read
    static EtcdConnection open(EtcdStorageConfig config) {
        var tls = config.isSecure() ? new RotatingSslContext(config.tls()) : null;
        return new EtcdConnection(client(config, tls), channel(config, tls));
    }

    private static Client client(EtcdStorageConfig config, @Nullable RotatingSslContext tls) {
        return Client.builder()
                .endpoints(config.endpoints())
                .sslContext(tls)
                .keepaliveTime(KEEPALIVE)
                .keepaliveTimeout(KEEPALIVE_TIMEOUT)
                .keepaliveWithoutCalls(true)
                .connectTimeout(CONNECT_TIMEOUT)
                .interceptor(new CallRules(config.deadline()))
                // EtcdCalls knows better what may be tried again.
                .retryMaxAttempts(0)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
    }

    private static ManagedChannel channel(
            EtcdStorageConfig config, @Nullable RotatingSslContext tls) {
        var members =
                config.endpoints().stream().map(URI::getAuthority).collect(Collectors.joining(","));
        // jetcd's resolver of several addresses.
        var builder =
                NettyChannelBuilder.forTarget("ip:///" + members)
                        .defaultLoadBalancingPolicy("round_robin")
                        .keepAliveTime(KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
                        .keepAliveTimeout(KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .keepAliveWithoutCalls(true)
                        .withOption(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) CONNECT_TIMEOUT.toMillis())
                        .maxInboundMessageSize(Integer.MAX_VALUE);
        return tls == null
                ? builder.negotiationType(NegotiationType.PLAINTEXT).build()
                : builder.sslContext(tls).build();
    }

    KV requests() {
        return client.getKVClient();
    }

    Maintenance maintenance() {
        return client.getMaintenanceClient();
    }

    Channel streams() {
        return streams;
    }

    /// Returns when a member can be reached, and is quick to say why none ever will be.
    ///
    /// @throws UnavailableException if TLS fails, or no member answers within `patience`
    void awaitReachable(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var failure = probe();
            if (failure == null) {
                return;
            }
            var refusal = tlsFailure(failure);
            if (refusal != null) {
                throw new UnavailableException(
                        "no secure connection to etcd: " + refusal.getMessage(), failure);
            }
            if (System.nanoTime() > deadline) {
                throw new UnavailableException(
                        "etcd cannot be reached: " + rootCause(failure).getMessage(), failure);
            }
            pause();
        }
    }

    /// Any answer will do, a refusal as well: it is for the real requests to say what they need.
    private @Nullable StatusRuntimeException probe() {
        var anyKey =
                RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("/"))
                        .setKeysOnly(true)
                        .setSerializable(true)
                        .build();
        var options =
                CallOptions.DEFAULT.withDeadlineAfter(PROBE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            var _ =
                    ClientCalls.blockingUnaryCall(
                            streams, KVGrpc.getRangeMethod(), options, anyKey);
            return null;
        } catch (StatusRuntimeException e) {
            var code = e.getStatus().getCode();
            return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED
                    ? e
                    : null;
        }
    }

    private static @Nullable SSLException tlsFailure(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SSLException tls) {
                return tls;
            }
        }
        return null;
    }

    private static Throwable rootCause(Throwable failure) {
        var root = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            root = t;
        }
        return root;
    }

    private static void pause() {
        try {
            Thread.sleep(PROBE_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while connecting to etcd", e);
        }
    }

    @Override
    public void close() {
        client.close();
        streams.shutdownNow();
    }
}
