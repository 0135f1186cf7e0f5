package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Defaults;
import dev.hanse.apiserver.registry.Claimant;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Services: an address in front of pods, of four types that have different fields.
public final class ServiceStrategy implements Strategy {

    private static final Set<String> ON_NODES = Set.of("NodePort", "LoadBalancer");
    private static final int AFFINITY_SECONDS = 10_800;

    private final ServiceClaims claims;

    public ServiceStrategy(ServiceClaims claims) {
        this.claims = claims;
    }

    @Override
    public Optional<Claimant> claimant() {
        return Optional.of(claims);
    }

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
            Defaults.in(spec.withObjectProperty("sessionAffinityConfig"), "clientIP")
                    .number("timeoutSeconds", AFFINITY_SECONDS);
        } else if (spec.path("sessionAffinity").asText().equals("None")) {
            spec.remove("sessionAffinityConfig");
        }
        for (var port : spec.path("ports")) {
            var target = port.path("targetPort");
            if (port instanceof ObjectNode each
                    && port.has("port")
                    && (target.isMissingNode()
                            || (target.isNumber() && target.asInt() == 0)
                            || (target.isTextual() && target.asText().isEmpty()))) {
                each.set("targetPort", port.get("port"));
            }
        }
        var type = spec.path("type").asText();
        if (isOutside(spec)) {
            Defaults.of(spec).text("externalTrafficPolicy", "Cluster");
        }
        if (ON_NODES.contains(type) || type.equals("ClusterIP")) {
            Defaults.of(spec).text("internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            Defaults.of(spec).flag("allocateLoadBalancerNodePorts", true);
        }
        for (var ingress : object.path("status").path("loadBalancer").path("ingress")) {
            if (type.equals("LoadBalancer")
                    && ingress instanceof ObjectNode each
                    && each.has("ip")) {
                Defaults.of(each).text("ipMode", "VIP");
            }
        }
        // One field became a list; either may be given.
        if (spec.has("clusterIP") && spec.path("clusterIPs").isEmpty()) {
            spec.putArray("clusterIPs").add(spec.get("clusterIP"));
        }
    }

    /// Whether traffic from outside the cluster can reach the service.
    static boolean isOutside(JsonNode spec) {
        var type = spec.path("type").asText();
        return ON_NODES.contains(type)
                || (type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
    }

    static boolean hasNodePorts(JsonNode spec) {
        return ON_NODES.contains(spec.path("type").asText());
    }

    static boolean needsHealthCheck(JsonNode spec) {
        return spec.path("type").asText().equals("LoadBalancer")
                && spec.path("externalTrafficPolicy").asText().equals("Local");
    }

    /// What a service no longer needs goes when its type changes and the client left it alone
    /// (kubernetes pkg/registry/core/service/strategy.go).
    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        var spec = object.withObjectProperty("spec");
        var before = old.path("spec");
        keepAddresses(spec, before);
        boolean wasNamed = before.path("type").asText().equals("ExternalName");
        if (!wasNamed && spec.path("type").asText().equals("ExternalName")) {
            if (same(spec, before, "clusterIP") && same(spec, before, "clusterIPs")) {
                spec.remove(List.of("clusterIP", "clusterIPs"));
            }
            removeIfSame(spec, before, "internalTrafficPolicy");
            removeIfSame(spec, before, "ipFamilies");
            removeIfSame(spec, before, "ipFamilyPolicy");
        }
        if (hasNodePorts(before) && !hasNodePorts(spec) && sameNodePorts(spec, before)) {
            spec.path("ports").forEach(each -> ((ObjectNode) each).remove("nodePort"));
        }
        if (needsHealthCheck(before) && !needsHealthCheck(spec)) {
            removeIfSame(spec, before, "healthCheckNodePort");
        }
        if (before.path("type").asText().equals("LoadBalancer")
                && !spec.path("type").asText().equals("LoadBalancer")) {
            removeIfSame(spec, before, "allocateLoadBalancerNodePorts");
            removeIfSame(spec, before, "loadBalancerClass");
        }
        if (isOutside(before) && !isOutside(spec)) {
            removeIfSame(spec, before, "externalTrafficPolicy");
        }
        if (!spec.path("type").asText().equals("LoadBalancer")
                && object.path("status") instanceof ObjectNode status) {
            status.putObject("loadBalancer");
        }
    }

    /// A replacement that leaves the addresses out means the same ones.
    private static void keepAddresses(ObjectNode spec, JsonNode before) {
        if (spec.path("type").asText().equals("ExternalName")
                || before.path("type").asText().equals("ExternalName")) {
            return;
        }
        for (var field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (!spec.has(field) && before.has(field)) {
                spec.set(field, before.get(field).deepCopy());
            }
        }
        if (hasNodePorts(spec) && hasNodePorts(before)) {
            keepNodePorts(spec.path("ports"), before.path("ports"));
        }
        if (needsHealthCheck(spec) && needsHealthCheck(before)) {
            Defaults.of(spec).value("healthCheckNodePort", before.path("healthCheckNodePort"));
        }
    }

    private static void keepNodePorts(JsonNode ports, JsonNode before) {
        var used = new ArrayList<JsonNode>();
        ports.forEach(each -> used.add(each.path("nodePort")));
        for (var port : ports) {
            for (var old : before) {
                if (!port.has("nodePort")
                        && old.has("nodePort")
                        && old.path("port").equals(port.path("port"))
                        && old.path("protocol").equals(port.path("protocol"))
                        && !used.contains(old.path("nodePort"))) {
                    ((ObjectNode) port).set("nodePort", old.get("nodePort"));
                }
            }
        }
    }

    private static boolean same(JsonNode spec, JsonNode before, String field) {
        return spec.path(field).equals(before.path(field));
    }

    private static void removeIfSame(ObjectNode spec, JsonNode before, String field) {
        if (same(spec, before, field)) {
            spec.remove(field);
        }
    }

    private static boolean sameNodePorts(JsonNode spec, JsonNode before) {
        var now = new ArrayList<JsonNode>();
        var old = new ArrayList<JsonNode>();
        spec.path("ports").forEach(each -> now.add(each.path("nodePort")));
        before.path("ports").forEach(each -> old.add(each.path("nodePort")));
        return old.containsAll(now);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        return ServiceRules.check(object);
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return ServiceRules.checkUpdate(object.path("spec"), old.path("spec"));
    }
}
