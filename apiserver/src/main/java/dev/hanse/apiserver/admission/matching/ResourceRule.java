package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import java.util.ArrayList;
import java.util.List;

/// One element of `rules`, as in `admissionregistration.k8s.io/v1 NamedRuleWithOperations`. In
/// every list `*` means any.
///
/// @param names of objects; empty for any, and always empty for webhooks
/// @param resources such as `pods`, `pods/status`, `*/scale` or `*/*`
/// @param scope `Cluster`, `Namespaced` or `*`
record ResourceRule(
        List<String> names,
        List<String> operations,
        List<String> groups,
        List<String> versions,
        List<String> resources,
        String scope) {

    private static final String ANY = "*";

    static final ResourceRule EVERYTHING =
            new ResourceRule(
                    List.of(), List.of(ANY), List.of(ANY), List.of(ANY), List.of("*/*", ANY), ANY);

    static ResourceRule parse(JsonNode json) {
        return new ResourceRule(
                strings(json.path("resourceNames")),
                strings(json.path("operations")),
                strings(json.path("apiGroups")),
                strings(json.path("apiVersions")),
                strings(json.path("resources")),
                json.path("scope").asText(ANY));
    }

    /// Whether the rule is about this request, taken as one for `version` of its resource.
    boolean matches(AdmissionRequest request, String version) {
        return matchesScope(request)
                && has(operations, request.operation().name())
                && has(groups, request.resource().group())
                && has(versions, version)
                && (names.isEmpty() || names.contains(request.name()))
                && matchesResource(request);
    }

    private boolean matchesScope(AdmissionRequest request) {
        return switch (scope) {
            case "Namespaced" -> request.resource().namespaced();
            case "Cluster" -> !request.resource().namespaced();
            default -> true;
        };
    }

    private boolean matchesResource(AdmissionRequest request) {
        var plural = request.resource().names().plural();
        for (var each : resources) {
            int slash = each.indexOf('/');
            var resource = slash < 0 ? each : each.substring(0, slash);
            var subresource = slash < 0 ? "" : each.substring(slash + 1);
            if ((resource.equals(ANY) || resource.equals(plural))
                    && (subresource.equals(ANY) || subresource.equals(request.subresource()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(List<String> allowed, String value) {
        return allowed.contains(ANY) || allowed.contains(value);
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return List.copyOf(found);
    }
}
