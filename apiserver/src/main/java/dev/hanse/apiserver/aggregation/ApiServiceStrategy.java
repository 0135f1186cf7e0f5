package dev.hanse.apiserver.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// APIServices: named by what they serve, and either local or at a Service.
public final class ApiServiceStrategy implements Strategy {

    private static final int MOST_OF_GROUP = 20_000;
    private static final int MOST_OF_VERSION = 1000;
    private static final List<String> STATUSES = List.of("True", "False", "Unknown");

    private ApiServiceStrategy() {}

    public static Map<GroupResource, Strategy> byResource() {
        return Map.of(ApiService.RESOURCE, new ApiServiceStrategy());
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        if (ApiService.isLocal(object)) {
            ApiService.set(object, ApiService.Availability.LOCAL, context.received());
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        groupVersion(object.path("metadata").path("name").asText(), spec, checks);
        priority(spec, "groupPriorityMinimum", MOST_OF_GROUP, checks);
        priority(spec, "versionPriority", MOST_OF_VERSION, checks);
        if (ApiService.isLocal(object)) {
            local(spec, checks);
        } else {
            remote(spec, checks);
        }
        var conditions = object.path("status").path("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            var status = conditions.get(i).path("status");
            if (!STATUSES.contains(status.asText())) {
                checks.add(
                        FieldError.notSupported(
                                "status.conditions[" + i + "].status", status, STATUSES));
            }
        }
        return checks.errors();
    }

    private static void groupVersion(String name, JsonNode spec, Checks checks) {
        var group = spec.path("group").asText();
        var version = spec.path("version").asText();
        var wanted = version + "." + group;
        if (!name.equals(wanted) && Names.pathSegment(name).isEmpty()) {
            checks.add(
                    FieldError.invalid(
                            "metadata.name",
                            name,
                            "must be `spec.version+\".\"+spec.group`: \"" + wanted + "\""));
        }
        if (group.isEmpty() && !version.equals("v1")) {
            checks.add(
                    FieldError.required(
                            "spec.group",
                            "only v1 may have an empty group and it better be legacy kube"));
        }
        if (!group.isEmpty()) {
            Names.dns1123Subdomain(group)
                    .forEach(each -> checks.add(FieldError.invalid("spec.group", group, each)));
        }
        Names.dns1035Label(version)
                .forEach(each -> checks.add(FieldError.invalid("spec.version", version, each)));
    }

    private static void priority(JsonNode spec, String field, int most, Checks checks) {
        int value = spec.path(field).asInt();
        if (value <= 0 || value > most) {
            checks.add(
                    FieldError.invalid(
                            "spec." + field, value, "must be positive and less than " + most));
        }
    }

    private static void local(JsonNode spec, Checks checks) {
        var authorities = spec.path("caBundle").asText();
        if (!authorities.isEmpty()) {
            checks.add(
                    FieldError.invalid(
                            "spec.caBundle",
                            Base64.getDecoder().decode(authorities).length + " bytes",
                            "local APIServices may not have a caBundle"));
        }
        if (spec.path("insecureSkipTLSVerify").asBoolean()) {
            checks.add(
                    FieldError.invalid(
                            "spec.insecureSkipTLSVerify",
                            true,
                            "local APIServices may not have insecureSkipTLSVerify"));
        }
    }

    private static void remote(JsonNode spec, Checks checks) {
        var service = spec.path("service");
        for (var field : List.of("namespace", "name")) {
            if (service.path(field).asText().isEmpty()) {
                checks.add(FieldError.required("spec.service." + field, ""));
            }
        }
        int port = service.path("port").asInt();
        if (port < 1 || port > 65535) {
            checks.add(
                    FieldError.invalid(
                            "spec.service.port",
                            port,
                            "port is not valid: must be between 1 and 65535, inclusive"));
        }
        if (spec.path("insecureSkipTLSVerify").asBoolean()
                && !spec.path("caBundle").asText().isEmpty()) {
            checks.add(
                    FieldError.invalid(
                            "spec.insecureSkipTLSVerify",
                            true,
                            "may not be true if caBundle is present"));
        }
    }
}
