package dev.hanse.syncer.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where the content of a downstream namespace comes from. Its JSON form is an annotation
/// downstream and at the same time what the namespace's name is the hash of, so two tenants never
/// share one.
///
/// @param namespace empty for what has no namespace
public record NamespaceLocator(SyncTargetRef target, ClusterName cluster, String namespace) {

    public static final String ANNOTATION = "kcp.io/namespace-locator";
    public static final String TENANT_LABEL = "kcp.io/tenant-id";

    /// On everything the agent created downstream: the key of its target.
    public static final String OWNERSHIP_LABEL = "internal.workload.kcp.io/cluster";

    /// Reads the annotation; empty if it is not a locator.
    public static Optional<NamespaceLocator> parse(String annotation) {
        try {
            var json = Json.parse(annotation.getBytes(StandardCharsets.UTF_8));
            var target = json.path("syncTarget");
            var ref =
                    new SyncTargetRef(
                            new ClusterName(target.path("cluster").asText()),
                            target.path("name").asText(),
                            target.path("uid").asText());
            return Optional.of(
                    new NamespaceLocator(
                            ref,
                            new ClusterName(json.path("cluster").asText()),
                            json.path("namespace").asText()));
        } catch (ApiException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The order of the fields is part of the format: the text is hashed.
    public String json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("syncTarget")
                .put("cluster", target.cluster().value())
                .put("name", target.name())
                .put("uid", target.uid());
        json.put("cluster", cluster.value());
        json.put("namespace", namespace);
        return json.toString();
    }

    /// The downstream namespace.
    public String namespaceName() {
        return "kcp-" + ShortHash.base36(json()).substring(0, 12);
    }

    /// The same for all namespaces of one tenant on one target.
    public String tenantId() {
        return ShortHash.base62(new NamespaceLocator(target, cluster, "").json());
    }

    /// The downstream name of an object: its own in its own namespace; one that tells tenants apart
    /// where there is no namespace to do it.
    public String objectName(String name) {
        return namespace.isEmpty() ? namespaceName() + "-" + name : name;
    }

    /// The upstream name of the object that has this name downstream.
    public String originalName(String objectName) {
        return namespace.isEmpty()
                ? objectName.substring(namespaceName().length() + 1)
                : objectName;
    }
}
