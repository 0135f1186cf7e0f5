package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One rule of a Role or ClusterRole. What it matches is laid down by `k8s.io/api/rbac/v1
/// PolicyRule`.
record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls) {

    private static final String ALL = "*";

    PolicyRule {
        verbs = List.copyOf(verbs);
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
        nonResourceUrls = List.copyOf(nonResourceUrls);
    }

    static PolicyRule parse(JsonNode rule) {
        return new PolicyRule(
                strings(rule.path("verbs")),
                strings(rule.path("apiGroups")),
                strings(rule.path("resources")),
                strings(rule.path("resourceNames")),
                strings(rule.path("nonResourceURLs")));
    }

    /// The rules of a role, in order.
    static List<PolicyRule> parseAll(JsonNode rules) {
        var found = new ArrayList<PolicyRule>();
        rules.forEach(each -> found.add(parse(each)));
        return List.copyOf(found);
    }

    boolean allows(Attributes asked) {
        if (!hasOrAll(verbs, asked.verb())) {
            return false;
        }
        if (!asked.isResource()) {
            return nonResourceUrls.stream().anyMatch(each -> urlCovers(each, asked.path()));
        }
        return hasOrAll(apiGroups, asked.group())
                && allowsResource(asked.resource(), asked.subresource())
                && (resourceNames.isEmpty() || resourceNames.contains(asked.name()));
    }

    private boolean allowsResource(String resource, String subresource) {
        return subresource.isEmpty()
                ? hasOrAll(resources, resource)
                : hasOrAll(resources, resource + "/" + subresource)
                        || resources.contains("*/" + subresource);
    }

    /// Whether everything `part`, a rule made of single values by [RuleCover], allows is allowed by
    /// this rule too.
    boolean covers(PolicyRule part) {
        return part.verbs.stream().allMatch(each -> hasOrAll(verbs, each))
                && part.apiGroups.stream().allMatch(each -> hasOrAll(apiGroups, each))
                && part.resources.stream().allMatch(this::coversResource)
                && coversNames(part.resourceNames)
                && part.nonResourceUrls.stream()
                        .allMatch(
                                url ->
                                        nonResourceUrls.stream()
                                                .anyMatch(each -> urlCovers(each, url)));
    }

    private boolean coversResource(String resource) {
        int slash = resource.indexOf('/');
        return hasOrAll(resources, resource)
                || (slash >= 0 && resources.contains("*" + resource.substring(slash)));
    }

    private boolean coversNames(List<String> names) {
        return resourceNames.isEmpty() || (!names.isEmpty() && resourceNames.containsAll(names));
    }

    /// The form of roles; what is empty is left out.
    ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        put(json, "verbs", verbs);
        put(json, "apiGroups", apiGroups);
        put(json, "resources", resources);
        put(json, "resourceNames", resourceNames);
        put(json, "nonResourceURLs", nonResourceUrls);
        return json;
    }

    private static void put(ObjectNode json, String field, List<String> values) {
        if (!values.isEmpty()) {
            var array = json.putArray(field);
            values.forEach(array::add);
        }
    }

    /// The form of Kubernetes' escalation errors.
    String compact() {
        var parts = new ArrayList<String>();
        describe(parts, "APIGroups", apiGroups);
        describe(parts, "Resources", resources);
        describe(parts, "NonResourceURLs", nonResourceUrls);
        describe(parts, "ResourceNames", resourceNames);
        describe(parts, "Verbs", verbs);
        return "{" + String.join(", ", parts) + "}";
    }

    private static void describe(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + ":" + quoted(values));
        }
    }

    /// A list as Go prints it with `%q`.
    static String quoted(List<String> values) {
        return values.stream()
                .map(each -> '"' + each + '"')
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static boolean urlCovers(String pattern, String url) {
        return pattern.equals(url)
                || (pattern.endsWith(ALL)
                        && url.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    private static boolean hasOrAll(List<String> values, String value) {
        return values.contains(ALL) || values.contains(value);
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }
}
