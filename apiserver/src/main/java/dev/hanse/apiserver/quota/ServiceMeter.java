package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Quantity;
import java.util.Set;
import java.util.TreeMap;

/// Services: how many, and how many node ports and load balancers they take.
record ServiceMeter() implements Meter {

    static final GroupResource SERVICES = new GroupResource("", "services");
    private static final String LOAD_BALANCERS = "services.loadbalancers";
    private static final String NODE_PORTS = "services.nodeports";
    private static final Set<String> NAMES =
            Set.of(Meter.countOf(SERVICES), "services", LOAD_BALANCERS, NODE_PORTS);

    @Override
    public Amounts usage(JsonNode object) {
        var amounts = new TreeMap<String, Quantity>();
        amounts.put(Meter.countOf(SERVICES), Quantity.of(1));
        amounts.put("services", Quantity.of(1));
        var spec = object.path("spec");
        boolean balances = spec.path("type").asText().equals("LoadBalancer");
        amounts.put(LOAD_BALANCERS, Quantity.of(balances ? 1 : 0));
        amounts.put(NODE_PORTS, Quantity.of(nodePorts(spec, balances)));
        return new Amounts(amounts);
    }

    private static long nodePorts(JsonNode spec, boolean balances) {
        var ports = spec.path("ports");
        if (spec.path("type").asText().equals("NodePort")) {
            return ports.size();
        }
        if (!balances) {
            return 0;
        }
        if (spec.path("allocateLoadBalancerNodePorts").asBoolean(true)) {
            return ports.size();
        }
        long chosen = 0;
        for (var port : ports) {
            if (port.path("nodePort").asInt() != 0) {
                chosen++;
            }
        }
        return chosen;
    }

    @Override
    public boolean matches(String name) {
        return NAMES.contains(name);
    }
}
