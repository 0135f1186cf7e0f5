package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.object.Quantity;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the spec of a pod must be, as far as it takes more than its schema to say.
final class PodRules {

    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

    private PodRules() {}

    static void check(JsonNode spec, String path, Checks checks) {
        var volumes = spec.path("volumes");
        checks.labelNames(volumes, path + ".volumes");
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).size() > 2) {
                var field = path + ".volumes[" + i + "]." + secondSource(volumes.get(i));
                checks.add(FieldError.forbidden(field, "may not specify more than 1 volume type"));
            }
        }
        var known = new HashSet<String>();
        volumes.forEach(each -> known.add(each.path("name").asText()));
        if (spec.path("containers").isEmpty()) {
            checks.add(FieldError.required(path + ".containers", ""));
        }
        var names = new HashSet<String>();
        for (var list : List.of("containers", "initContainers")) {
            containers(spec.path(list), path + "." + list, known, names, checks);
        }
        var deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber()
                && (deadline.asLong() < 1 || deadline.asLong() > Integer.MAX_VALUE)) {
            checks.add(
                    FieldError.invalid(
                            path + ".activeDeadlineSeconds",
                            deadline,
                            "must be between 1 and 2147483647, inclusive"));
        }
        checks.notNegative(spec, path, "terminationGracePeriodSeconds");
        for (var field : List.of("hostname", "subdomain")) {
            var value = spec.path(field).asText();
            if (!value.isEmpty()) {
                for (var problem : Names.dns1123Label(value)) {
                    checks.add(FieldError.invalid(path + "." + field, value, problem));
                }
            }
        }
        for (var field : List.of("nodeName", "serviceAccountName")) {
            var value = spec.path(field).asText();
            if (!value.isEmpty()) {
                for (var problem : Names.dns1123Subdomain(value)) {
                    checks.add(FieldError.invalid(path + "." + field, value, problem));
                }
            }
        }
        SchedulingRules.check(spec, path, checks);
    }

    private static String secondSource(JsonNode volume) {
        var fields = volume.fieldNames();
        var last = "";
        while (fields.hasNext()) {
            var next = fields.next();
            last = next.equals("name") ? last : next;
        }
        return last;
    }

    private static void containers(
            JsonNode list, String path, Set<String> volumes, Set<String> names, Checks checks) {
        for (int i = 0; i < list.size(); i++) {
            var container = list.get(i);
            var field = path + "[" + i + "]";
            name(container, field, names, checks);
            var image = container.path("image").asText();
            if (image.isEmpty()) {
                checks.add(FieldError.required(field + ".image", ""));
            } else if (!image.strip().equals(image)) {
                checks.add(
                        FieldError.invalid(
                                field + ".image",
                                image,
                                "must not have leading or trailing whitespace"));
            }
            ports(container.path("ports"), field + ".ports", checks);
            environment(container.path("env"), field + ".env", checks);
            mounts(container.path("volumeMounts"), field + ".volumeMounts", volumes, checks);
            resources(container.path("resources"), field + ".resources", checks);
            for (var probe : PROBES) {
                probe(container.path(probe), field + "." + probe, checks);
            }
        }
    }

    private static void name(JsonNode container, String field, Set<String> names, Checks checks) {
        var name = container.path("name").asText();
        if (name.isEmpty()) {
            checks.add(FieldError.required(field + ".name", ""));
            return;
        }
        for (var problem : Names.dns1123Label(name)) {
            checks.add(FieldError.invalid(field + ".name", name, problem));
        }
        if (!names.add(name)) {
            checks.add(FieldError.duplicate(field + ".name", name));
        }
    }

    private static void ports(JsonNode ports, String path, Checks checks) {
        var names = new HashSet<String>();
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var field = path + "[" + i + "]";
            var name = port.path("name").asText();
            if (!name.isEmpty()) {
                for (var problem : Checks.portName(name)) {
                    checks.add(FieldError.invalid(field + ".name", name, problem));
                }
                if (!names.add(name)) {
                    checks.add(FieldError.duplicate(field + ".name", name));
                }
            }
            if (port.path("containerPort").asLong() == 0) {
                checks.add(FieldError.required(field + ".containerPort", ""));
            } else {
                checks.port(port.path("containerPort"), field + ".containerPort");
            }
            if (port.path("hostPort").asLong() != 0) {
                checks.port(port.path("hostPort"), field + ".hostPort");
            }
        }
    }

    private static void environment(JsonNode variables, String path, Checks checks) {
        for (int i = 0; i < variables.size(); i++) {
            var variable = variables.get(i);
            var field = path + "[" + i + "]";
            if (variable.path("name").asText().isEmpty()) {
                checks.add(FieldError.required(field + ".name", ""));
            }
            if (variable.has("valueFrom") && !variable.path("value").asText().isEmpty()) {
                checks.add(
                        FieldError.invalid(
                                field + ".valueFrom",
                                "",
                                "may not be specified when `value` is not empty"));
            } else if (variable.has("valueFrom") && variable.path("valueFrom").isEmpty()) {
                checks.add(
                        FieldError.invalid(
                                field + ".valueFrom",
                                "",
                                "must specify one of: `fieldRef`, `resourceFieldRef`,"
                                        + " `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"));
            }
        }
    }

    private static void mounts(JsonNode mounts, String path, Set<String> volumes, Checks checks) {
        var places = new HashSet<String>();
        for (int i = 0; i < mounts.size(); i++) {
            var mount = mounts.get(i);
            var field = path + "[" + i + "]";
            var name = mount.path("name").asText();
            if (name.isEmpty()) {
                checks.add(FieldError.required(field + ".name", ""));
            }
            if (!volumes.contains(name)) {
                checks.add(
                        new FieldError(
                                FieldError.Type.NOT_FOUND,
                                field + ".name",
                                mount.path("name"),
                                ""));
            }
            var place = mount.path("mountPath").asText();
            if (place.isEmpty()) {
                checks.add(FieldError.required(field + ".mountPath", ""));
            }
            if (!places.add(place)) {
                checks.add(FieldError.invalid(field + ".mountPath", place, "must be unique"));
            }
        }
    }

    private static void resources(JsonNode resources, String path, Checks checks) {
        var limits = resources.path("limits");
        for (var request : resources.path("requests").properties()) {
            var amount = Quantity.parse(request.getValue().asText());
            var limit = Quantity.parse(limits.path(request.getKey()).asText());
            if (amount.isPresent() && amount.get().amount().signum() < 0) {
                checks.add(
                        FieldError.invalid(
                                path + ".requests[" + request.getKey() + "]",
                                request.getValue(),
                                "must be greater than or equal to 0"));
            }
            if (amount.isPresent()
                    && limit.isPresent()
                    && amount.get().amount().compareTo(limit.get().amount()) > 0) {
                checks.add(
                        FieldError.invalid(
                                path + ".requests",
                                request.getValue(),
                                "must be less than or equal to "
                                        + request.getKey()
                                        + " limit of "
                                        + limit.get()));
            }
        }
    }

    private static void probe(JsonNode probe, String path, Checks checks) {
        if (!probe.isObject()) {
            return;
        }
        if (HANDLERS.stream().noneMatch(probe::has)) {
            checks.add(FieldError.required(path, "must specify a handler type"));
        }
        for (var field :
                List.of(
                        "initialDelaySeconds",
                        "timeoutSeconds",
                        "periodSeconds",
                        "successThreshold",
                        "failureThreshold")) {
            checks.notNegative(probe, path, field);
        }
        if (probe.path("httpGet").isObject()) {
            checks.portOrName(probe.path("httpGet").path("port"), path + ".httpGet.port");
        }
        boolean once = !path.endsWith("readinessProbe");
        if (once && probe.path("successThreshold").asLong(1) != 1) {
            checks.add(
                    FieldError.invalid(
                            path + ".successThreshold",
                            probe.path("successThreshold"),
                            "must be 1"));
        }
    }
}
