package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.matching.MatchRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Bindings of policies (kubernetes/pkg/apis/admissionregistration/validation).
final class PolicyBindingStrategy implements Strategy {

    private final MatchRules matching = new MatchRules(_ -> Optional.empty());
    private final boolean validating;

    /// @param validating whether it is a binding of validating policies, and no mutating ones
    PolicyBindingStrategy(boolean validating) {
        this.validating = validating;
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var spec = object.path("spec");
        var policy = spec.path("policyName").asText();
        if (policy.isEmpty()) {
            errors.add(FieldError.required("spec.policyName", ""));
        } else {
            Names.dns1123Subdomain(policy)
                    .forEach(
                            problem ->
                                    errors.add(
                                            FieldError.invalid(
                                                    "spec.policyName", policy, problem)));
        }
        paramRef(spec.path("paramRef"), errors);
        resources(matching, spec.path("matchResources"), "spec.matchResources", errors);
        if (validating) {
            actions(spec.path("validationActions"), errors);
        }
        return errors;
    }

    private static void paramRef(JsonNode reference, List<FieldError> errors) {
        if (!reference.isObject()) {
            return;
        }
        var name = reference.path("name").asText();
        boolean selects = reference.path("selector").isObject();
        if (!name.isEmpty() && selects) {
            var text = "name and selector are mutually exclusive";
            errors.add(FieldError.forbidden("spec.paramRef.name", text));
            errors.add(FieldError.forbidden("spec.paramRef.selector", text));
        }
        if (name.isEmpty() && !selects) {
            errors.add(
                    FieldError.required(
                            "spec.paramRef", "one of name or selector must be specified"));
        }
        var action = reference.path("parameterNotFoundAction");
        if (action.asText().isEmpty()) {
            errors.add(FieldError.required("spec.paramRef.parameterNotFoundAction", ""));
        } else if (!Set.of("Allow", "Deny").contains(action.asText())) {
            errors.add(
                    FieldError.notSupported(
                            "spec.paramRef.parameterNotFoundAction",
                            action,
                            List.of("Deny", "Allow")));
        }
    }

    private static void actions(JsonNode actions, List<FieldError> errors) {
        var seen = new ArrayList<String>();
        actions.forEach(each -> seen.add(each.asText()));
        if (seen.contains("Deny") && seen.contains("Warn")) {
            errors.add(
                    FieldError.invalid(
                            "spec.validationActions",
                            actions,
                            "must not contain both Deny and Warn (repeating the same validation"
                                    + " failure information in the API response and headers serves"
                                    + " no purpose)"));
        }
        if (seen.isEmpty()) {
            errors.add(
                    FieldError.required(
                            "spec.validationActions",
                            "at least one validation action is required"));
        }
    }

    /// What `matchConstraints` and `matchResources` must look like.
    static void resources(
            MatchRules matching, JsonNode resources, String path, List<FieldError> errors) {
        matching.selector(resources, "namespaceSelector", path, errors);
        matching.selector(resources, "objectSelector", path, errors);
        for (var field : List.of("resourceRules", "excludeResourceRules")) {
            var rules = resources.path(field);
            for (int i = 0; i < rules.size(); i++) {
                matching.rule(rules.get(i), path + "." + field + "[" + i + "]", errors);
            }
        }
    }
}
