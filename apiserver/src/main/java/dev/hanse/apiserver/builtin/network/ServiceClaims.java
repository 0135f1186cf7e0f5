package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.registry.Claim;
import dev.hanse.apiserver.registry.Claimant;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The cluster addresses and node ports of services. An address is held by an IPAddress object, as
/// in Kubernetes (KEP-1880); a port by an object of a resource that is not served.
///
/// Thread-safe: what is free is decided by the transaction, not here.
public final class ServiceClaims implements Claimant {

    private static final GroupVersionKind SERVICE = new GroupVersionKind("", "v1", "Service");

    private final StoredObjects objects;
    private final List<AddressRange> ranges;
    private final NodePorts ports;
    private final ClaimedAddress addresses;
    private final RandomGenerator random;

    /// @throws IllegalArgumentException if a range of addresses is none
    public ServiceClaims(
            StoredObjects objects, ServiceRanges ranges, RandomGenerator random, Clock clock) {
        this.objects = objects;
        this.ranges = ranges.addresses().stream().map(AddressRange::parse).toList();
        this.ports = new NodePorts(ranges, random);
        this.addresses = new ClaimedAddress(clock);
        this.random = random;
    }

    /// The address of the API server's own service.
    public static String first(ServiceRanges ranges) {
        return AddressRange.parse(ranges.addresses().getFirst()).first();
    }

    @Override
    public List<Claim> claim(ClusterName cluster, ObjectNode object, @Nullable ObjectNode old) {
        var mine = old == null ? List.<Claim>of() : held(cluster, old);
        var spec = object.withObjectProperty("spec");
        families(object, spec);
        giveAddresses(cluster, object, spec, mine);
        if (ServiceStrategy.hasNodePorts(spec)) {
            ports.give(object, spec, taken(cluster, NodePorts.RESOURCE, mine));
        }
        return held(cluster, object);
    }

    @Override
    public List<Claim> held(ClusterName cluster, ObjectNode object) {
        var claims = new ArrayList<Claim>();
        var spec = object.path("spec");
        if (!spec.path("type").asText().equals("ExternalName") && !ServiceRules.isHeadless(spec)) {
            spec.path("clusterIPs")
                    .forEach(each -> claims.add(addresses.of(cluster, object, each.asText())));
        }
        claims.addAll(NodePorts.held(cluster, object));
        return claims;
    }

    /// Whether a name of `resource` is somebody else's.
    private Predicate<String> taken(
            ClusterName cluster, StorageResource resource, List<Claim> mine) {
        return name -> {
            var key = new ObjectKey(cluster, "", name);
            return mine.stream()
                            .noneMatch(
                                    each ->
                                            each.resource().equals(resource)
                                                    && each.key().equals(key))
                    && objects.get(resource, key).isPresent();
        };
    }

    /// Which families the service has addresses of: what it says, else the cluster's first.
    private void families(ObjectNode object, ObjectNode spec) {
        if (spec.path("type").asText().equals("ExternalName")) {
            return;
        }
        boolean free = ServiceRules.isHeadless(spec) && spec.path("selector").isEmpty();
        if (!spec.has("ipFamilyPolicy")) {
            spec.put("ipFamilyPolicy", free ? "RequireDualStack" : "SingleStack");
        }
        var policy = spec.path("ipFamilyPolicy").asText();
        if (policy.equals("RequireDualStack") && ranges.size() < 2 && !free) {
            throw invalid(
                    object,
                    FieldError.invalid(
                            "spec.ipFamilyPolicy",
                            policy,
                            "this cluster is not configured for dual-stack services"));
        }
        var families = spec.withArrayProperty("ipFamilies");
        var given = spec.path("clusterIPs");
        for (int i = families.size(); i < given.size(); i++) {
            IpFamily.of(given.get(i).asText()).ifPresent(each -> families.add(each.text()));
        }
        if (families.isEmpty()) {
            families.add(ranges.getFirst().family().text());
        }
        if (!policy.equals("SingleStack") && families.size() == 1 && (free || ranges.size() == 2)) {
            families.add(families.get(0).asText().equals("IPv4") ? "IPv6" : "IPv4");
        }
        for (int i = 0; i < families.size() && !free; i++) {
            if (range(families.get(i).asText()).isEmpty()) {
                throw invalid(
                        object,
                        FieldError.invalid(
                                "spec.ipFamilies[" + i + "]",
                                families.get(i),
                                "not configured on this cluster"));
            }
        }
    }

    private Optional<AddressRange> range(String family) {
        return ranges.stream().filter(each -> each.family().text().equals(family)).findFirst();
    }

    private void giveAddresses(
            ClusterName cluster, ObjectNode object, ObjectNode spec, List<Claim> mine) {
        if (spec.path("type").asText().equals("ExternalName") || ServiceRules.isHeadless(spec)) {
            return;
        }
        var taken = taken(cluster, ClaimedAddress.RESOURCE, mine);
        var all = spec.withArrayProperty("clusterIPs");
        var families = spec.path("ipFamilies");
        for (int i = 0; i < families.size(); i++) {
            var range = range(families.get(i).asText()).orElseThrow();
            if (i < all.size()) {
                check(object, range, all, all.get(i).asText(), taken);
                continue;
            }
            var free =
                    range.free(random, taken)
                            .orElseThrow(
                                    () ->
                                            ApiException.internal(
                                                    "failed to allocate a serviceIP for Service"
                                                            + " \""
                                                            + name(object)
                                                            + "\": range is full",
                                                    null));
            all.add(free);
        }
        spec.set("clusterIP", all.get(0));
    }

    private static void check(
            ObjectNode object,
            AddressRange range,
            JsonNode all,
            String address,
            Predicate<String> taken) {
        if (!range.contains(address)) {
            throw invalid(
                    object,
                    refused(all, address, "the provided network does not match the current range"));
        }
        if (taken.test(address)) {
            throw invalid(object, refused(all, address, "provided IP is already allocated"));
        }
    }

    private static FieldError refused(JsonNode all, String address, String why) {
        return FieldError.invalid(
                "spec.clusterIPs", all.deepCopy(), "failed to allocate IP " + address + ": " + why);
    }

    static ApiException invalid(ObjectNode object, FieldError error) {
        return ApiException.invalid(SERVICE, name(object), List.of(error));
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }
}
