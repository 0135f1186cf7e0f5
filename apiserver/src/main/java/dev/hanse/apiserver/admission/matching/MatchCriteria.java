package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules and selectors together, as in `admissionregistration.k8s.io/v1 MatchResources`, and in
/// webhooks, which have the same fields but name the rules differently. Immutable.
public final class MatchCriteria {

    private final List<ResourceRule> rules;
    private final List<ResourceRule> excluded;
    private final boolean equivalent;
    private final LabelSelector namespaces;
    private final LabelSelector objects;

    private MatchCriteria(JsonNode json, List<ResourceRule> rules) {
        this.rules = rules;
        this.excluded = rules(json.path("excludeResourceRules"));
        this.equivalent = !json.path("matchPolicy").asText().equals("Exact");
        this.namespaces = selector(json.path("namespaceSelector"));
        this.objects = selector(json.path("objectSelector"));
    }

    /// The criteria of a webhook.
    public static MatchCriteria ofWebhook(JsonNode webhook) {
        return new MatchCriteria(webhook, rules(webhook.path("rules")));
    }

    /// The criteria of a policy.
    public static MatchCriteria ofPolicy(JsonNode matchResources) {
        return new MatchCriteria(matchResources, rules(matchResources.path("resourceRules")));
    }

    /// The criteria of a policy binding, which may leave the rules to the policy.
    public static MatchCriteria ofBinding(JsonNode matchResources) {
        return matchResources.path("resourceRules").isEmpty()
                ? new MatchCriteria(matchResources, List.of(ResourceRule.EVERYTHING))
                : ofPolicy(matchResources);
    }

    /// The version at which a write is to be judged; empty when it is not to be judged at all.
    ///
    /// @throws dev.hanse.machinery.status.ApiException when the rules match and the namespace that
    ///   a selector asks for is not there
    public Optional<String> version(AdmissionRequest request, NamespaceLabels labels) {
        if (!selectsObject(request)) {
            return Optional.empty();
        }
        return matchedVersion(request).filter(_ -> labels.areSelected(namespaces, request));
    }

    /// The version of the request where a rule is about it, otherwise another version that an
    /// equivalent request would have: a rule for `v1` also guards what is written as `v2`.
    private Optional<String> matchedVersion(AdmissionRequest request) {
        var requested = request.version();
        if (matches(excluded, request, requested)) {
            return Optional.empty();
        }
        if (matches(rules, request, requested)) {
            return Optional.of(requested);
        }
        if (!equivalent) {
            return Optional.empty();
        }
        var others =
                request.resource().versions().stream()
                        .filter(VersionDefinition::served)
                        .map(VersionDefinition::name)
                        .filter(each -> !each.equals(requested))
                        .toList();
        if (others.stream().anyMatch(each -> matches(excluded, request, each))) {
            return Optional.empty();
        }
        return rules.stream()
                .flatMap(rule -> others.stream().filter(each -> rule.matches(request, each)))
                .findFirst();
    }

    private static boolean matches(
            List<ResourceRule> rules, AdmissionRequest request, String version) {
        return rules.stream().anyMatch(each -> each.matches(request, version));
    }

    private boolean selectsObject(AdmissionRequest request) {
        if (objects.isEverything()) {
            return true;
        }
        var object = request.object();
        var old = request.oldObject();
        return (object != null && objects.matches(new KubeObject(object).labels()))
                || (old != null && objects.matches(old.labels()));
    }

    private static List<ResourceRule> rules(JsonNode array) {
        var found = new ArrayList<ResourceRule>();
        array.forEach(each -> found.add(ResourceRule.parse(each)));
        return List.copyOf(found);
    }

    private static LabelSelector selector(JsonNode json) {
        return json.isObject() ? LabelSelector.fromJson(json) : LabelSelector.everything();
    }
}
