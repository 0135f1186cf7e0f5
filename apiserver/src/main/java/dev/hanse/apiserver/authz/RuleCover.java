package dev.hanse.apiserver.authz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares sets of rules by breaking them into parts of one verb on one resource, name or URL, as
/// k8s.io/component-helpers/auth/rbac/validation does.
final class RuleCover {

    private RuleCover() {}

    /// What `wanted` allows and `held` does not, merged by verb so that people can read it.
    static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> wanted) {
        var missing = new LinkedHashSet<PolicyRule>();
        for (var rule : wanted) {
            for (var part : parts(rule)) {
                if (held.stream().noneMatch(each -> each.covers(part))) {
                    missing.add(part);
                }
            }
        }
        return mergeVerbs(missing);
    }

    private static List<PolicyRule> parts(PolicyRule rule) {
        var parts = new ArrayList<PolicyRule>();
        for (var verb : rule.verbs()) {
            var verbs = List.of(verb);
            for (var group : rule.apiGroups()) {
                for (var resource : rule.resources()) {
                    for (var names : oneByOneOrNone(rule.resourceNames())) {
                        parts.add(
                                new PolicyRule(
                                        verbs,
                                        List.of(group),
                                        List.of(resource),
                                        names,
                                        List.of()));
                    }
                }
            }
            for (var url : rule.nonResourceUrls()) {
                parts.add(new PolicyRule(verbs, List.of(), List.of(), List.of(), List.of(url)));
            }
        }
        return parts;
    }

    private static List<List<String>> oneByOneOrNone(List<String> names) {
        return names.isEmpty() ? List.of(List.of()) : names.stream().map(List::of).toList();
    }

    private static List<PolicyRule> mergeVerbs(Set<PolicyRule> parts) {
        Map<PolicyRule, List<String>> verbs = new LinkedHashMap<>();
        for (var part : parts) {
            verbs.computeIfAbsent(withVerbs(part, List.of()), _ -> new ArrayList<>())
                    .addAll(part.verbs());
        }
        return verbs.entrySet().stream().map(e -> withVerbs(e.getKey(), e.getValue())).toList();
    }

    private static PolicyRule withVerbs(PolicyRule rule, List<String> verbs) {
        return new PolicyRule(
                verbs,
                rule.apiGroups(),
                rule.resources(),
                rule.resourceNames(),
                rule.nonResourceUrls());
    }
}
