package dev.hanse.kinds;

import static dev.hanse.kinds.Cells.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The computed columns of services, endpoints, ingresses and network policies.
final class NetworkPrinters {
    private static final int SHOWN = 3;

    private NetworkPrinters() {}

    static Map<String, Function<JsonNode, JsonNode>> all() {
        var all = new HashMap<String, Function<JsonNode, JsonNode>>();
        all.put("serviceExternalIp", text(NetworkPrinters::serviceExternalIp));
        all.put("servicePorts", text(object -> servicePorts(object.at("/spec/ports"))));
        all.put(
                "endpointsAddresses",
                text(object -> Cells.shortened(endpoints(object), SHOWN, Cells.NONE)));
        all.put(
                "slicePorts",
                text(object -> Cells.shortened(slicePorts(object), SHOWN, Cells.UNSET)));
        all.put(
                "sliceEndpoints",
                text(object -> Cells.shortened(sliceEndpoints(object), SHOWN, Cells.UNSET)));
        all.put("ingressHosts", text(object -> Cells.shortened(ingressHosts(object), SHOWN, "*")));
        all.put(
                "ingressPorts",
                text(object -> object.at("/spec/tls").isEmpty() ? "80" : "80, 443"));
        all.put("loadBalancerAddresses", text(object -> String.join(",", loadBalancer(object))));
        all.put(
                "ingressClassParameters",
                text(object -> parameters(object.at("/spec/parameters"))));
        all.put(
                "addressParent",
                text(object -> addressParent(object.path("spec").path("parentRef"))));
        all.put("serviceCidrs", text(object -> joined(object.at("/spec/cidrs"))));
        all.put("podSelector", text(object -> Cells.selector(object.at("/spec/podSelector"))));
        return all;
    }

    private static String addressParent(JsonNode parent) {
        var group = parent.path("group").asText();
        var resource = parent.path("resource").asText() + (group.isEmpty() ? "" : "." + group);
        var namespace = parent.path("namespace").asText();
        return resource
                + "/"
                + (namespace.isEmpty() ? "" : namespace + "/")
                + parent.path("name").asText();
    }

    private static String joined(JsonNode texts) {
        var all = new ArrayList<String>();
        texts.forEach(each -> all.add(each.asText()));
        return String.join(",", all);
    }

    private static String serviceExternalIp(JsonNode service) {
        var addresses = new ArrayList<String>();
        var type = service.at("/spec/type").asText();
        if (type.equals("ExternalName")) {
            return service.at("/spec/externalName").asText();
        }
        if (type.equals("LoadBalancer")) {
            addresses.addAll(loadBalancer(service));
        }
        service.at("/spec/externalIPs").forEach(each -> addresses.add(each.asText()));
        if (!addresses.isEmpty()) {
            return String.join(",", addresses);
        }
        return type.equals("LoadBalancer") ? "<pending>" : Cells.NONE;
    }

    private static Set<String> loadBalancer(JsonNode object) {
        var addresses = new TreeSet<String>();
        for (var each : object.at("/status/loadBalancer/ingress")) {
            addresses.add(each.path("ip").asText(each.path("hostname").asText()));
        }
        addresses.remove("");
        return addresses;
    }

    private static String servicePorts(JsonNode ports) {
        var found = new ArrayList<String>();
        for (var port : ports) {
            int nodePort = port.path("nodePort").asInt();
            found.add(
                    port.path("port").asInt()
                            + (nodePort > 0 ? ":" + nodePort : "")
                            + "/"
                            + port.path("protocol").asText("TCP"));
        }
        return Cells.orNone(String.join(",", found));
    }

    private static List<String> endpoints(JsonNode endpoints) {
        var found = new ArrayList<String>();
        for (var subset : endpoints.path("subsets")) {
            var addresses = Cells.texts(subset.path("addresses"), "ip");
            if (subset.path("ports").isEmpty()) {
                found.addAll(addresses);
            }
            for (var port : subset.path("ports")) {
                addresses.forEach(each -> found.add(hostAndPort(each, port.path("port").asInt())));
            }
        }
        return found;
    }

    private static String hostAndPort(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static List<String> slicePorts(JsonNode slice) {
        var found = new ArrayList<String>();
        for (var port : slice.path("ports")) {
            found.add(
                    port.hasNonNull("port")
                            ? port.get("port").asText()
                            : port.path("name").asText("*"));
        }
        return found;
    }

    private static List<String> sliceEndpoints(JsonNode slice) {
        var found = new ArrayList<String>();
        for (var endpoint : slice.path("endpoints")) {
            endpoint.path("addresses").forEach(each -> found.add(each.asText()));
        }
        return found;
    }

    private static List<String> ingressHosts(JsonNode ingress) {
        var hosts = new ArrayList<>(Cells.texts(ingress.at("/spec/rules"), "host"));
        hosts.removeIf(String::isEmpty);
        return hosts;
    }

    private static String parameters(JsonNode parameters) {
        if (!parameters.isObject()) {
            return Cells.NONE;
        }
        var group = parameters.path("apiGroup").asText();
        return parameters.path("kind").asText()
                + (group.isEmpty() ? "" : "." + group)
                + "/"
                + parameters.path("name").asText();
    }
}
