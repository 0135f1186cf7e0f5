package dev.hanse.storage.etcd;

import dev.hanse.storage.UnavailableException;
import io.etcd.jetcd.Client;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes etcd clients from a configuration.
final class EtcdClients {

    // Shorter than what silently drops idle connections, longer than what etcd takes for abuse.
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private EtcdClients() {}

    static Client connect(EtcdStorageConfig config) {
        var builder =
                Client.builder()
                        .endpoints(config.endpoints())
                        .keepaliveTime(KEEPALIVE)
                        .keepaliveTimeout(KEEPALIVE)
                        .keepaliveWithoutCalls(true)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .retryMaxDuration(config.deadline())
                        // A watch that catches up gets a thousand revisions in one message.
                        .maxInboundMessageSize(Integer.MAX_VALUE);
        var tls = config.tls();
        if (tls != null || config.endpoints().stream().anyMatch(EtcdClients::isSecure)) {
            try {
                builder.sslContext(context -> configure(context, tls));
            } catch (SSLException | IllegalArgumentException e) {
                throw new UnavailableException("cannot use the TLS files for etcd: " + tls, e);
            }
        }
        return builder.build();
    }

    private static boolean isSecure(URI endpoint) {
        return "https".equals(endpoint.getScheme());
    }

    private static void configure(SslContextBuilder context, @Nullable EtcdTls tls) {
        if (tls == null) {
            return;
        }
        context.trustManager(tls.authorities().toFile());
        var certificate = tls.certificate();
        var key = tls.key();
        if (certificate != null && key != null) {
            context.keyManager(certificate.toFile(), key.toFile());
        }
    }
}
