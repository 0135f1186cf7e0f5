package dev.hanse.storage.etcd;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What holds for every request to etcd: it ends, a member that knows no leader refuses it at once,
/// and when it fails one can tell whether it may have reached a member.
final class CallRules implements ClientInterceptor {

    /// Cause of the failure of a request that was never handed to any connection.
    static final class NotSentException extends Exception {
        NotSentException(Throwable cause) {
            super("the request was not sent", cause);
        }
    }

    /// How etcd's clients ask to be refused rather than kept waiting while there is no leader.
    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    private final Duration deadline;

    CallRules(Duration deadline) {
        this.deadline = deadline;
    }

    static Metadata requireLeader() {
        var headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        return headers;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        var trace = new Trace();
        var ruled =
                options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                        .withStreamTracerFactory(trace);
        return new SimpleForwardingClientCall<>(next.newCall(method, ruled)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                headers.merge(requireLeader());
                super.start(trace.mark(listener), headers);
            }
        };
    }

    /// Notes whether a request was handed to a connection; from then on nobody knows.
    private static final class Trace extends ClientStreamTracer.Factory {

        private volatile boolean handedOver;

        @Override
        public ClientStreamTracer newClientStreamTracer(
                ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new ClientStreamTracer() {
                @Override
                public void streamCreated(Attributes transport, Metadata sent) {
                    handedOver = true;
                }
            };
        }

        <A> ClientCall.Listener<A> mark(ClientCall.Listener<A> listener) {
            return new SimpleForwardingClientCallListener<>(listener) {
                @Override
                public void onClose(Status status, Metadata trailers) {
                    super.onClose(
                            status.isOk() || handedOver
                                    ? status
                                    : status.withCause(
                                            new NotSentException(status.asRuntimeException())),
                            trailers);
                }
            };
        }
    }
}
