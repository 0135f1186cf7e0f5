package dev.hanse.app;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server listens, and whom it believes. The same for every kind of server, with
/// kube-apiserver's flags.
final class ServingOptions {

    @Option(
            names = "--secure-port",
            paramLabel = "N",
            defaultValue = "6443",
            description = "Port to listen on; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    int securePort = 6443;

    @Option(
            names = "--bind-address",
            paramLabel = "A",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String bindAddress = "127.0.0.1";

    @Option(
            names = "--token-auth-file",
            paramLabel = "FILE",
            description = "Static tokens: lines of token,user,uid,\"group1,group2\".")
    @Nullable Path tokenAuthFile;

    @Option(
            names = "--client-ca-file",
            paramLabel = "FILE",
            description = "Accept client certificates of these CAs; CN is the user, O are groups.")
    @Nullable Path clientCaFile;

    @Option(names = "--tls-cert-file", paramLabel = "FILE", description = "Serving certificate.")
    @Nullable Path tlsCertFile;

    @Option(names = "--tls-private-key-file", paramLabel = "FILE", description = "Its key.")
    @Nullable Path tlsPrivateKeyFile;

    @Option(
            names = "--event-ttl",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "How long events are kept, such as 1h30m (default: ${DEFAULT-VALUE}).")
    String eventTtl = "1h";

    Duration eventTtl() {
        return PositiveDuration.parse("--event-ttl", eventTtl);
    }

    void check() {
        eventTtl();
        if (securePort < 0 || securePort > 65535) {
            throw new ConfigurationException("--secure-port " + securePort + " is no port");
        }
        if ((tlsCertFile == null) != (tlsPrivateKeyFile == null)) {
            throw new ConfigurationException(
                    "--tls-cert-file and --tls-private-key-file go together");
        }
    }
}
