package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.apiserver.outbound.Endpoints;
import dev.hanse.apiserver.outbound.Outbound;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;

/// Reaches the webhooks that convert custom resources. Thread-safe.
public record ConversionWebhooks(Outbound outbound, Endpoints endpoints) {

    /// Kubernetes' timeout, which nobody can change.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// A batch comes back about as large as it was sent, see [WebhookConverter].
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    /// @param home the cluster of the definition
    /// @throws CallFailedException if there is no answer
    byte[] ask(ClusterName home, JsonNode clientConfig, JsonNode review) {
        var endpoint = endpoints.find(home, clientConfig, "timeout=" + TIMEOUT.toSeconds() + "s");
        return outbound.postJson(endpoint, Json.write(review), TIMEOUT, MOST_BYTES);
    }
}
