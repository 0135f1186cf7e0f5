package dev.hanse.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;

/// What a service must be (kubernetes pkg/apis/core/validation, validateService).
final class ServiceRules {

    private ServiceRules() {}

    static List<FieldError> check(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        var type = spec.path("type").asText();
        boolean named = type.equals("ExternalName");
        var ports = spec.path("ports");
        if (ports.isEmpty() && !isHeadless(spec) && !named) {
            checks.add(FieldError.required("spec.ports", ""));
        }
        if (isHeadless(spec) && ServiceStrategy.hasNodePorts(spec)) {
            checks.add(
                    FieldError.invalid(
                            "spec.clusterIPs[0]",
                            "None",
                            "may not be set to 'None' for " + type + " services"));
        }
        if (named) {
            externalName(spec, checks);
        }
        ports(ports, checks);
        for (var label : spec.path("selector").properties()) {
            for (var problem : Names.qualifiedName(label.getKey())) {
                checks.add(FieldError.invalid("spec.selector", label.getKey(), problem));
            }
            for (var problem : Names.labelValue(label.getValue().asText())) {
                checks.add(FieldError.invalid("spec.selector", label.getValue(), problem));
            }
        }
        if (!named) {
            addresses(spec, checks);
        }
        if (type.equals("ClusterIP")) {
            for (int i = 0; i < ports.size(); i++) {
                if (ports.get(i).path("nodePort").asInt() != 0) {
                    checks.add(
                            FieldError.forbidden(
                                    "spec.ports[" + i + "].nodePort",
                                    "may not be used when `type` is 'ClusterIP'"));
                }
            }
        }
        duplicates(ports, checks);
        loadBalancer(spec, checks);
        traffic(spec, checks);
        return checks.errors();
    }

    static boolean isHeadless(JsonNode spec) {
        return spec.path("clusterIPs").path(0).asText().equals("None");
    }

    private static void externalName(JsonNode spec, Checks checks) {
        for (var field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (spec.has(field)) {
                checks.add(
                        FieldError.forbidden(
                                "spec." + field, "may not be set for ExternalName services"));
            }
        }
        var name = spec.path("externalName").asText();
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.isEmpty()) {
            checks.add(FieldError.required("spec.externalName", ""));
            return;
        }
        for (var problem : Names.dns1123Subdomain(name)) {
            checks.add(FieldError.invalid("spec.externalName", name, problem));
        }
    }

    private static void ports(JsonNode ports, Checks checks) {
        var names = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var path = "spec.ports[" + i + "]";
            var port = ports.get(i);
            var name = port.path("name").asText();
            if (name.isEmpty()) {
                if (ports.size() > 1) {
                    checks.add(FieldError.required(path + ".name", ""));
                }
            } else {
                for (var problem : Names.dns1123Label(name)) {
                    checks.add(FieldError.invalid(path + ".name", name, problem));
                }
                if (!names.add(name)) {
                    checks.add(FieldError.duplicate(path + ".name", name));
                }
            }
            checks.port(port.path("port"), path + ".port");
            checks.portOrName(port.path("targetPort"), path + ".targetPort");
        }
    }

    private static void duplicates(JsonNode ports, Checks checks) {
        var nodePorts = new HashSet<String>();
        var seen = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var protocol = port.path("protocol").asText();
            var nodePort = port.path("nodePort");
            if (nodePort.asInt() != 0 && !nodePorts.add(protocol + nodePort)) {
                checks.add(FieldError.duplicate("spec.ports[" + i + "].nodePort", nodePort));
            }
            if (!seen.add(protocol + port.path("port"))) {
                checks.add(
                        FieldError.duplicate(
                                "spec.ports[" + i + "]",
                                port.deepCopy().isObject() ? key(port) : port));
            }
        }
    }

    /// What makes a port unique, in the form that Kubernetes shows it.
    private static ObjectNode key(JsonNode port) {
        var key = ((ObjectNode) port).objectNode();
        key.put("Name", "").set("Protocol", port.path("protocol"));
        key.putNull("AppProtocol").set("Port", port.path("port"));
        return key.put("TargetPort", 0).put("NodePort", 0);
    }

    private static void addresses(JsonNode spec, Checks checks) {
        var first = spec.path("clusterIP").asText();
        var all = spec.path("clusterIPs");
        if (first.isEmpty() && !all.isEmpty()) {
            checks.add(
                    FieldError.invalid(
                            "spec.clusterIPs",
                            all,
                            "must be empty when `clusterIP` is not specified"));
        } else if (!first.isEmpty() && !all.path(0).asText().equals(first)) {
            checks.add(
                    FieldError.invalid(
                            "spec.clusterIPs", all, "first value must match `clusterIP`"));
        }
        if (isHeadless(spec)) {
            if (all.size() > 1) {
                checks.add(
                        FieldError.invalid(
                                "spec.clusterIPs", all, "'None' must be the first and only value"));
            }
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            var path = "spec.clusterIPs[" + i + "]";
            var family = IpFamily.of(all.get(i).asText());
            var wanted = spec.path("ipFamilies").path(i).asText();
            if (family.isEmpty()) {
                checks.add(
                        FieldError.invalid(
                                path,
                                all.get(i),
                                "must be a valid IP address, (e.g. 10.9.8.7 or"
                                        + " 2001:db8::ffff)"));
            } else if (!wanted.isEmpty() && !wanted.equals(family.get().text())) {
                checks.add(
                        FieldError.invalid(
                                path,
                                all.get(i),
                                "expected an %s value as indicated by `ipFamilies[%d]`"
                                        .formatted(wanted, i)));
            }
        }
        if (all.size() > 2) {
            checks.add(FieldError.invalid("spec.clusterIPs", all, "may only hold up to 2 values"));
        }
    }

    private static void loadBalancer(JsonNode spec, Checks checks) {
        boolean balanced = spec.path("type").asText().equals("LoadBalancer");
        if (!balanced && !spec.path("loadBalancerSourceRanges").isEmpty()) {
            checks.add(
                    FieldError.forbidden(
                            "spec.LoadBalancerSourceRanges",
                            "may only be used when `type` is 'LoadBalancer'"));
        }
        for (var field : List.of("allocateLoadBalancerNodePorts", "loadBalancerClass")) {
            if (!balanced && spec.has(field)) {
                checks.add(
                        FieldError.forbidden(
                                "spec." + field, "may only be used when `type` is 'LoadBalancer'"));
            }
        }
    }

    private static void traffic(JsonNode spec, Checks checks) {
        if (!ServiceStrategy.isOutside(spec) && spec.has("externalTrafficPolicy")) {
            checks.add(
                    FieldError.invalid(
                            "spec.externalTrafficPolicy",
                            spec.path("externalTrafficPolicy"),
                            "may only be set for externally-accessible services"));
        }
        if (!ServiceStrategy.needsHealthCheck(spec) && spec.has("healthCheckNodePort")) {
            checks.add(
                    FieldError.invalid(
                            "spec.healthCheckNodePort",
                            spec.path("healthCheckNodePort"),
                            "may only be set when `type` is 'LoadBalancer' and"
                                    + " `externalTrafficPolicy` is 'Local'"));
        }
    }

    static List<FieldError> checkUpdate(JsonNode spec, JsonNode old) {
        var checks = new Checks();
        if (spec.path("type").asText().equals("ExternalName")
                || old.path("type").asText().equals("ExternalName")
                || (isHeadless(spec) && isHeadless(old))) {
            return checks.errors();
        }
        var now = spec.path("clusterIPs");
        var before = old.path("clusterIPs");
        if (now.isEmpty() && !before.isEmpty()) {
            checks.add(
                    FieldError.invalid(
                            "spec.clusterIPs[0]", now, "primary clusterIP can not be unset"));
        }
        for (int i = 0; i < Math.min(now.size(), before.size()); i++) {
            if (!now.get(i).equals(before.get(i))) {
                checks.add(
                        FieldError.invalid(
                                "spec.clusterIPs[" + i + "]", now, "may not change once set"));
            }
        }
        if (old.path("ipFamilies").size() > 0
                && spec.path("ipFamilies").size() > 0
                && !spec.path("ipFamilies").get(0).equals(old.path("ipFamilies").get(0))) {
            checks.add(
                    FieldError.invalid(
                            "spec.ipFamilies[0]",
                            spec.path("ipFamilies"),
                            "may not change once set"));
        }
        return checks.errors();
    }
}
