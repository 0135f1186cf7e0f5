package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.registry.Claim;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Ports that are the same on every node: those that services ask for, and free ones for the rest.
record NodePorts(ServiceRanges ranges, RandomGenerator random) {

    /// Not served; one object per port that is given out.
    static final StorageResource RESOURCE =
            StorageResource.builtIn(new GroupResource("", "servicenodeports"));

    private static final int GUESSES = 16;

    /// Completes the ports of a service. One port number of several protocols gets one node port.
    void give(ObjectNode object, ObjectNode spec, Predicate<String> taken) {
        var given = new HashSet<Integer>();
        var byPort = new HashMap<Integer, Integer>();
        var ports = spec.path("ports");
        for (int i = 0; i < ports.size(); i++) {
            int asked = ports.get(i).path("nodePort").asInt();
            if (asked != 0) {
                check(object, "spec.ports[" + i + "].nodePort", asked, taken, given);
                given.add(asked);
                byPort.putIfAbsent(ports.get(i).path("port").asInt(), asked);
            }
        }
        boolean automatic = spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
        for (var port : ports) {
            if (port.path("nodePort").asInt() == 0 && automatic) {
                int number =
                        byPort.computeIfAbsent(port.path("port").asInt(), _ -> free(taken, given));
                given.add(number);
                ((ObjectNode) port).put("nodePort", number);
            }
        }
        if (ServiceStrategy.needsHealthCheck(spec)) {
            int asked = spec.path("healthCheckNodePort").asInt();
            if (asked == 0) {
                spec.put("healthCheckNodePort", free(taken, given));
            } else if (taken.test(Integer.toString(asked))) {
                throw ApiException.internal(
                        "failed to allocate requested HealthCheck NodePort "
                                + asked
                                + ": provided port is already allocated",
                        null);
            }
        }
    }

    private void check(
            ObjectNode object,
            String field,
            int port,
            Predicate<String> taken,
            Set<Integer> given) {
        if (port < ranges.firstPort() || port > ranges.lastPort()) {
            throw ServiceClaims.invalid(
                    object,
                    FieldError.invalid(
                            field,
                            port,
                            "provided port is not in the valid range. The range of valid ports is "
                                    + ranges.firstPort()
                                    + "-"
                                    + ranges.lastPort()));
        }
        if (!given.contains(port) && taken.test(Integer.toString(port))) {
            throw ServiceClaims.invalid(
                    object, FieldError.invalid(field, port, "provided port is already allocated"));
        }
    }

    private int free(Predicate<String> taken, Set<Integer> given) {
        int size = ranges.lastPort() - ranges.firstPort() + 1;
        for (int i = 0; i < GUESSES; i++) {
            int guess = ranges.firstPort() + random.nextInt(size);
            if (!given.contains(guess) && !taken.test(Integer.toString(guess))) {
                return guess;
            }
        }
        for (int port = ranges.firstPort(); port <= ranges.lastPort(); port++) {
            if (!given.contains(port) && !taken.test(Integer.toString(port))) {
                return port;
            }
        }
        throw ApiException.internal("failed to allocate a nodePort: range is full", null);
    }

    static List<Claim> held(ClusterName cluster, ObjectNode service) {
        var spec = service.path("spec");
        var numbers = new TreeSet<Integer>();
        if (ServiceStrategy.hasNodePorts(spec)) {
            spec.path("ports").forEach(each -> numbers.add(each.path("nodePort").asInt()));
            numbers.add(spec.path("healthCheckNodePort").asInt());
            numbers.remove(0);
        }
        return numbers.stream()
                .map(each -> claim(cluster, service.path("metadata"), each))
                .toList();
    }

    private static Claim claim(ClusterName cluster, JsonNode owner, int port) {
        var name = Integer.toString(port);
        var object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ServiceNodePort");
        object.putObject("metadata").put("name", name);
        object.put("service", owner.path("namespace").asText() + "/" + owner.path("name").asText());
        return new Claim(RESOURCE, new ObjectKey(cluster, "", name), object);
    }
}
