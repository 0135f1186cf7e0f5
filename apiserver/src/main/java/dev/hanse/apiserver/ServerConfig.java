package dev.hanse.apiserver;

import dev.hanse.apiserver.builtin.network.ServiceRanges;
import dev.hanse.apiserver.flow.RequestLimits;
import dev.hanse.apiserver.outbound.AddressBlock;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.tenancy.ClusterName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server needs to know before it starts.
///
/// @param stateDirectory for generated certificates, keys and tokens
/// @param port zero for any free one
/// @param externalHost the name or address clients use; also goes into the certificate
/// @param advertisedAddress where other machines reach the server; empty when they cannot
/// @param certificateName file name, without ending, of the serving pair in `stateDirectory`
/// @param certificateFile serving certificate brought by the operator, or null to generate one
/// @param keyFile its key, or null
/// @param clientCaFile CAs whose client certificates are accepted, or null
/// @param tokenAuthFile static tokens, or null
/// @param serviceAccountIssuer the `iss` of service account tokens
/// @param serviceAccountKeyFiles public keys that verify service account tokens; empty for the
///   generated one
/// @param serviceAccountSigningKeyFile null for a generated one
/// @param serviceAccountAudiences who tokens are for; empty for the issuer
/// @param services what services are given, where they are served
/// @param onlyCluster the cluster at `/` for a server that is one plain cluster; null for one that
///   hosts many
/// @param webhookAddresses special addresses, such as loopback, that tenants' webhooks may be at
/// @param limits of requests that are not long-running
public record ServerConfig(
        Path stateDirectory,
        String bindAddress,
        int port,
        String externalHost,
        String advertisedAddress,
        String certificateName,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        @Nullable Path clientCaFile,
        @Nullable Path tokenAuthFile,
        String serviceAccountIssuer,
        List<Path> serviceAccountKeyFiles,
        @Nullable Path serviceAccountSigningKeyFile,
        List<String> serviceAccountAudiences,
        Profile profile,
        ServiceRanges services,
        @Nullable ClusterName onlyCluster,
        List<AddressBlock> webhookAddresses,
        RequestLimits limits) {

    public ServerConfig {
        serviceAccountKeyFiles = List.copyOf(serviceAccountKeyFiles);
        serviceAccountAudiences = List.copyOf(serviceAccountAudiences);
        webhookAddresses = List.copyOf(webhookAddresses);
    }

    /// Whether objects say which logical cluster they are in.
    public boolean hostsManyClusters() {
        return onlyCluster == null;
    }
}
