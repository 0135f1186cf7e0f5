package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which scopes a ResourceQuota may have, and what it may limit in them.
final class ScopeRules {

    private static final Set<String> PLAIN =
            Set.of("Terminating", "NotTerminating", "BestEffort", "NotBestEffort");
    private static final Set<String> OF_PODS_THAT_ASK =
            Set.of("Terminating", "NotTerminating", "NotBestEffort", "PriorityClass");
    private static final Set<String> KNOWN =
            Set.of(
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity");
    private static final Set<String> ASKED_FOR =
            Set.of(
                    "cpu",
                    "memory",
                    "requests.cpu",
                    "requests.memory",
                    "limits.cpu",
                    "limits.memory");
    private static final List<Set<String>> CONFLICTS =
            List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));

    private ScopeRules() {}

    static void check(JsonNode spec, List<FieldError> errors) {
        var all = Scope.of(spec);
        var listed = spec.path("scopes");
        var selector = spec.path("scopeSelector");
        check(
                "spec.scopes",
                "spec.scopes",
                all.subList(0, listed.size()),
                listed,
                spec.path("hard"),
                errors);
        var path = "spec.scopeSelector.matchExpressions";
        var selected = all.subList(listed.size(), all.size());
        check(path, path + ".scopeName", selected, selector, spec.path("hard"), errors);
        selected.forEach(each -> operator(path, each, errors));
    }

    private static void check(
            String path,
            String namePath,
            List<Scope> scopes,
            JsonNode shown,
            JsonNode hard,
            List<FieldError> errors) {
        var names = new HashSet<String>();
        for (var each : scopes) {
            var name = each.name();
            names.add(name);
            if (!KNOWN.contains(name)) {
                errors.add(
                        FieldError.invalid(
                                namePath,
                                path.equals(namePath) ? shown : name,
                                "unsupported scope"));
            }
            for (var limited : hard.properties()) {
                if (QuotaStrategy.isStandard(limited.getKey())
                        && !mayLimit(name, limited.getKey())) {
                    errors.add(
                            FieldError.invalid(
                                    path, shown, "unsupported scope applied to resource"));
                }
            }
        }
        for (var pair : CONFLICTS) {
            if (names.containsAll(pair)) {
                errors.add(FieldError.invalid(path, shown, "conflicting scopes"));
            }
        }
    }

    private static boolean mayLimit(String scope, String resource) {
        if (scope.equals("BestEffort")) {
            return resource.equals("pods");
        }
        return !OF_PODS_THAT_ASK.contains(scope)
                || resource.equals("pods")
                || ASKED_FOR.contains(resource);
    }

    private static void operator(String path, Scope scope, List<FieldError> errors) {
        var operator = scope.operator();
        if (PLAIN.contains(scope.name()) && !operator.equals("Exists")) {
            errors.add(
                    FieldError.invalid(
                            path + ".operator",
                            operator,
                            "must be 'Exist' only operator when scope is any of"
                                + " ResourceQuotaScopeTerminating,"
                                + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort"
                                + " and ResourceQuotaScopeNotBestEffort"));
        }
        switch (operator) {
            case "In", "NotIn" -> {
                if (scope.values().isEmpty()) {
                    errors.add(
                            FieldError.required(
                                    path + ".values",
                                    "must be at least one value when `operator` is 'In' or 'NotIn'"
                                            + " for scope selector"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!scope.values().isEmpty()) {
                    errors.add(
                            FieldError.invalid(
                                    path + ".values",
                                    scope.values(),
                                    "must be no value when `operator` is 'Exist' or 'DoesNotExist'"
                                            + " for scope selector"));
                }
            }
            default ->
                    errors.add(
                            FieldError.invalid(
                                    path + ".operator", operator, "not a valid selector operator"));
        }
    }
}
