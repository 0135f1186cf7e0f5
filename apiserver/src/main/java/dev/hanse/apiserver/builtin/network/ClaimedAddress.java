package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.registry.Claim;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// The IPAddress object that says whose a cluster address is.
record ClaimedAddress(Clock clock) {

    static final StorageResource RESOURCE =
            StorageResource.builtIn(new GroupResource("networking.k8s.io", "ipaddresses"));

    Claim of(ClusterName cluster, ObjectNode service, String address) {
        var object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "networking.k8s.io/v1").put("kind", "IPAddress");
        var metadata = object.putObject("metadata").put("name", address);
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("generation", 1);
        metadata.put(
                "creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.putObject("labels")
                .put(
                        "ipaddress.kubernetes.io/ip-family",
                        IpFamily.of(address).map(IpFamily::text).orElse(""))
                .put("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
        var owner = service.path("metadata");
        object.putObject("spec")
                .putObject("parentRef")
                .put("resource", "services")
                .put("namespace", owner.path("namespace").asText())
                .put("name", owner.path("name").asText());
        return new Claim(RESOURCE, new ObjectKey(cluster, "", address), object);
    }
}
