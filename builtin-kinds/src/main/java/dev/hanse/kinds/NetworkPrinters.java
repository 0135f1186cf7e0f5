package dev.hanse.kinds;

import static dev.hanse.kinds.Cells.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The computed columns of services and their addresses, API services, endpoints, ingresses and
/// network policies.
final class NetworkPrinters {
    private static final int SHOWN = 3;

    private NetworkPrinters() {}

    static Map<String, Function<JsonNode, JsonNode>> all() {
        var all = new HashMap<String, Function<JsonNode, JsonNode>>();
        all.put("apiServiceTarget", text(NetworkPrinters::apiServiceTarget));
        all.put("apiServiceAvailable", text(NetworkPrinters::apiServiceAvailable));
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
        all.put("podSelector", text(object -> Cells.selector(object.at("/spec/podSelector"))));
        all.put("addressParent", text(object -> parent(object.at("/spec/parentRef"))));
        all.put("serviceRanges", text(object -> ranges(object.at("/spec/cidrs"))));
        return all;
    }

    private static String parent(JsonNode reference) {
        if (!reference.isObject()) {
            return Cells.NONE;
        }
        var parent = reference.path("resource").asText().toLowerCase(Locale.ROOT);
        var group = reference.path("group").asText();
        var namespace = reference.path("namespace").asText();
        return parent
                + (group.isEmpty() ? "" : "." + group)
                + (namespace.isEmpty() ? "" : "/" + namespace)
                + "/"
                + reference.path("name").asText();
    }

    private static String ranges(JsonNode cidrs) {
        var ranges = new ArrayList<String>();
        cidrs.forEach(each -> ranges.add(each.asText()));
        return String.join(",", ranges);
    }

    private static String apiServiceTarget(JsonNode apiService) {
        var service = apiService.at("/spec/service");
        return service.isObject()
                ? service.path("namespace").asText() + "/" + service.path("name").asText()
                : "Local";
    }

    private static String apiServiceAvailable(JsonNode apiService) {
        for (var each : apiService.at("/status/conditions")) {
            if (each.path("type").asText().equals("Available")) {
                var status = each.path("status").asText();
                var reason = each.path("reason").asText();
                return status.equals("True") || reason.isEmpty()
                        ? status
                        : status + " (" + reason + ")";
            }
        }
        return "Unknown";
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
