package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.matching.MatchRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// ValidatingAdmissionPolicy and MutatingAdmissionPolicy
/// (kubernetes/pkg/apis/admissionregistration/validation).
public final class PolicyStrategy implements Strategy {

    private static final Set<String> REASONS =
            Set.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final int MOST_ANNOTATIONS = 20;

    private final PolicyPrograms programs;

    /// What is wrong with conditions is found with everything else that is compiled.
    private final MatchRules matching = new MatchRules(_ -> Optional.empty());

    private PolicyStrategy(PolicyPrograms programs) {
        this.programs = programs;
    }

    /// The strategies of policies and bindings, and the resources they are for.
    public static Map<GroupResource, Strategy> byResource(PolicyPrograms programs) {
        var policies = new PolicyStrategy(programs);
        var group = "admissionregistration.k8s.io";
        return Map.of(
                new GroupResource(group, "validatingadmissionpolicies"),
                policies,
                new GroupResource(group, "mutatingadmissionpolicies"),
                policies,
                new GroupResource(group, "validatingadmissionpolicybindings"),
                new PolicyBindingStrategy(true),
                new GroupResource(group, "mutatingadmissionpolicybindings"),
                new PolicyBindingStrategy(false));
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var spec = object.path("spec");
        var constraints = spec.path("matchConstraints");
        var at = "spec.matchConstraints";
        if (!constraints.isObject()) {
            errors.add(FieldError.required(at, ""));
        } else {
            PolicyBindingStrategy.resources(matching, constraints, at, errors);
            if (constraints.path("resourceRules").isEmpty()) {
                errors.add(FieldError.required(at + ".resourceRules", ""));
            }
        }
        paramKind(spec.path("paramKind"), errors);
        matching.conditions(spec.path("matchConditions"), "spec.matchConditions", errors);
        variables(spec.path("variables"), errors);
        if (object.path("kind").asText().startsWith("Mutating")) {
            mutations(spec, errors);
        } else {
            validations(spec, errors);
            annotations(object, spec.path("auditAnnotations"), errors);
        }
        errors.addAll(programs.of(spec).problems());
        return errors;
    }

    private static void paramKind(JsonNode kind, List<FieldError> errors) {
        if (!kind.isObject()) {
            return;
        }
        for (var field : List.of("apiVersion", "kind")) {
            if (kind.path(field).asText().isEmpty()) {
                errors.add(FieldError.required("spec.paramKind." + field, ""));
            }
        }
    }

    private static void variables(JsonNode variables, List<FieldError> errors) {
        for (int i = 0; i < variables.size(); i++) {
            var path = "spec.variables[" + i + "]";
            var name = variables.get(i).path("name").asText();
            if (name.isBlank()) {
                errors.add(FieldError.required(path + ".name", "name is not specified"));
            } else if (!IDENTIFIER.matcher(name).matches()) {
                errors.add(
                        FieldError.invalid(path + ".name", name, "must be a valid CEL identifier"));
            }
            expression(variables.get(i), "expression", path, errors);
        }
    }

    private static void validations(JsonNode spec, List<FieldError> errors) {
        var validations = spec.path("validations");
        if (validations.isEmpty() && spec.path("auditAnnotations").isEmpty()) {
            var text = "validations or auditAnnotations must contain at least one item";
            errors.add(FieldError.required("spec.validations", text));
            errors.add(FieldError.required("spec.auditAnnotations", text));
        }
        for (int i = 0; i < validations.size(); i++) {
            var path = "spec.validations[" + i + "]";
            var validation = validations.get(i);
            expression(validation, "expression", path, errors);
            for (var field : List.of("message", "messageExpression")) {
                var text = validation.path(field).asText();
                if (!text.isEmpty() && text.isBlank()) {
                    errors.add(
                            FieldError.invalid(
                                    path + "." + field, text, "must be non-empty if specified"));
                }
            }
            if (validation.path("message").asText().strip().indexOf('\n') >= 0) {
                errors.add(
                        FieldError.invalid(
                                path + ".message",
                                validation.path("message"),
                                "must not contain line breaks"));
            }
            var reason = validation.path("reason").asText();
            if (!reason.isEmpty() && !REASONS.contains(reason)) {
                errors.add(
                        FieldError.notSupported(
                                path + ".reason",
                                validation.path("reason"),
                                REASONS.stream().sorted().toList()));
            }
        }
    }

    private static void annotations(
            ObjectNode object, JsonNode annotations, List<FieldError> errors) {
        if (annotations.size() > MOST_ANNOTATIONS) {
            errors.add(
                    FieldError.invalid(
                            "spec.auditAnnotations",
                            annotations,
                            "must not have more than " + MOST_ANNOTATIONS + " auditAnnotations"));
        }
        var keys = new HashSet<String>();
        for (int i = 0; i < annotations.size(); i++) {
            var path = "spec.auditAnnotations[" + i + "]";
            var key = annotations.get(i).path("key").asText();
            Names.qualifiedName(object.at("/metadata/name").asText() + "/" + key)
                    .forEach(
                            problem -> errors.add(FieldError.invalid(path + ".key", key, problem)));
            if (!keys.add(key)) {
                errors.add(FieldError.duplicate(path + ".key", key));
            }
            expression(annotations.get(i), "valueExpression", path, errors);
        }
    }

    private static void mutations(JsonNode spec, List<FieldError> errors) {
        var mutations = spec.path("mutations");
        if (mutations.isEmpty()) {
            errors.add(
                    FieldError.required(
                            "spec.mutations", "mutations must contain at least one item"));
        }
        for (int i = 0; i < mutations.size(); i++) {
            mutation(mutations.get(i), "spec.mutations[" + i + "]", errors);
        }
        if (spec.path("reinvocationPolicy").asText().isEmpty()) {
            errors.add(FieldError.required("spec.reinvocationPolicy", ""));
        }
        for (var rule : spec.at("/matchConstraints/resourceRules")) {
            for (var operation : rule.path("operations")) {
                if (!Set.of("CREATE", "UPDATE").contains(operation.asText())) {
                    errors.add(
                            FieldError.notSupported(
                                    "spec.matchConstraints.resourceRules.operations",
                                    operation,
                                    List.of("CREATE", "UPDATE")));
                }
            }
        }
    }

    private static void mutation(JsonNode mutation, String path, List<FieldError> errors) {
        var type = mutation.path("patchType").asText();
        switch (type) {
            case "JSONPatch" -> patch(mutation, "jsonPatch", "applyConfiguration", path, errors);
            case "ApplyConfiguration" ->
                    patch(mutation, "applyConfiguration", "jsonPatch", path, errors);
            case "" -> errors.add(FieldError.required(path + ".patchType", ""));
            default ->
                    errors.add(
                            FieldError.notSupported(
                                    path + ".patchType",
                                    mutation.path("patchType"),
                                    List.of("ApplyConfiguration", "JSONPatch")));
        }
    }

    private static void patch(
            JsonNode mutation, String field, String other, String path, List<FieldError> errors) {
        var type = mutation.path("patchType").asText();
        if (mutation.path(field).isObject()) {
            expression(mutation.path(field), "expression", path + "." + field, errors);
        } else {
            errors.add(
                    FieldError.required(
                            path + "." + field, "must be specified when patchType is " + type));
        }
        if (mutation.path(other).isObject()) {
            errors.add(
                    FieldError.invalid(
                            path + "." + other,
                            "{" + other + "}",
                            "must not be specified when patchType is " + type));
        }
    }

    private static void expression(
            JsonNode holder, String field, String path, List<FieldError> errors) {
        if (holder.path(field).asText().isBlank()) {
            errors.add(FieldError.required(path + "." + field, field + " is not specified"));
        }
    }
}
