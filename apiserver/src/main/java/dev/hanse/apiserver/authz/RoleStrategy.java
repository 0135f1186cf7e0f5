package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// Roles and ClusterRoles, by the rules of kubernetes/pkg/apis/rbac/validation.
record RoleStrategy(boolean namespaced) implements Strategy {

    @Override
    public boolean hasGeneration() {
        return false;
    }

    @Override
    public List<String> nameProblems(String name) {
        return Names.pathSegment(name);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var rules = object.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            validateRule(rules.get(i), "rules[" + i + "]", errors);
        }
        var selectors = object.path("aggregationRule").path("clusterRoleSelectors");
        if (object.has("aggregationRule") && selectors.isEmpty()) {
            errors.add(
                    FieldError.required(
                            "aggregationRule.clusterRoleSelectors",
                            "at least one clusterRoleSelector required if aggregationRule is"
                                    + " non-nil"));
        }
        for (int i = 0; i < selectors.size(); i++) {
            validateSelector(
                    selectors.get(i), "aggregationRule.clusterRoleSelectors[" + i + "]", errors);
        }
        return errors;
    }

    private void validateRule(JsonNode rule, String path, List<FieldError> errors) {
        if (rule.path("verbs").isEmpty()) {
            errors.add(
                    FieldError.required(path + ".verbs", "verbs must contain at least one value"));
        }
        var urls = rule.path("nonResourceURLs");
        if (!urls.isEmpty()) {
            if (namespaced) {
                errors.add(
                        FieldError.invalid(
                                path + ".nonResourceURLs",
                                urls,
                                "namespaced rules cannot apply to non-resource URLs"));
            }
            if (!rule.path("apiGroups").isEmpty()
                    || !rule.path("resources").isEmpty()
                    || !rule.path("resourceNames").isEmpty()) {
                errors.add(
                        FieldError.invalid(
                                path + ".nonResourceURLs",
                                urls,
                                "rules cannot apply to both regular resources and non-resource"
                                        + " URLs"));
            }
            return;
        }
        if (rule.path("apiGroups").isEmpty()) {
            errors.add(
                    FieldError.required(
                            path + ".apiGroups",
                            "resource rules must supply at least one api group"));
        }
        if (rule.path("resources").isEmpty()) {
            errors.add(
                    FieldError.required(
                            path + ".resources",
                            "resource rules must supply at least one resource"));
        }
    }

    private static void validateSelector(JsonNode selector, String path, List<FieldError> errors) {
        try {
            var _ = LabelSelector.fromJson(selector);
        } catch (ApiException e) {
            errors.add(FieldError.invalid(path, selector, e.status().message()));
        }
    }
}
