package dev.hanse.apiserver.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Finds the server behind a `clientConfig` of a webhook: at its URL, or at the Service it names,
/// if the cluster of the webhook has such a Service. Thread-safe.
public final class Endpoints {

    private static final StorageResource SERVICES =
            StorageResource.builtIn(new GroupResource("", "services"));

    private final StoredObjects objects;

    public Endpoints(StoredObjects objects) {
        this.objects = objects;
    }

    /// @param cluster whose Services the client config means
    /// @param clientConfig as in `admissionregistration.k8s.io/v1 WebhookClientConfig`
    /// @param query of the call, or empty
    /// @throws CallFailedException if there is no such server
    public Endpoint find(ClusterName cluster, JsonNode clientConfig, String query) {
        var authorities = decoded(clientConfig.path("caBundle").asText());
        var url = clientConfig.path("url").asText();
        if (!url.isEmpty()) {
            return withQuery(Endpoint.of(URI.create(url), authorities), query);
        }
        var service = clientConfig.path("service");
        var name = service.path("name").asText();
        var namespace = service.path("namespace").asText();
        int port = service.path("port").asInt(443);
        var path = service.path("path").asText();
        var uri =
                URI.create(
                        "https://"
                                + name
                                + "."
                                + namespace
                                + ".svc:"
                                + port
                                + (path.startsWith("/") ? path : "/" + path));
        var endpoint = withQuery(Endpoint.of(uri, authorities), query);
        var found =
                objects.get(SERVICES, new ObjectKey(cluster, namespace, name))
                        .orElseThrow(() -> unavailable(endpoint, name, "not found"));
        return endpoint.via(host(found, endpoint), port);
    }

    private static String host(KubeObject service, Endpoint endpoint) {
        var spec = service.spec();
        if (spec.path("type").asText().equals("ExternalName")) {
            return spec.path("externalName").asText();
        }
        var address = spec.path("clusterIP").asText();
        if (address.isEmpty() || address.equals("None")) {
            throw unavailable(endpoint, service.name(), "has no cluster IP");
        }
        return address;
    }

    private static CallFailedException unavailable(Endpoint endpoint, String name, String why) {
        return new CallFailedException(
                "Post \"" + endpoint.uri() + "\": service \"" + name + "\" " + why);
    }

    private static Endpoint withQuery(Endpoint endpoint, String query) {
        return query.isEmpty() ? endpoint : endpoint.withQuery(query);
    }

    private static String decoded(String base64) {
        if (base64.isEmpty()) {
            return "";
        }
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }
}
