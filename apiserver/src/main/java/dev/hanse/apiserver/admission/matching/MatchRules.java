package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What rules, selectors and conditions must look like, in the words of
/// kubernetes/pkg/apis/admissionregistration/validation.
///
/// @param problem why an expression is no condition, or empty
public record MatchRules(Function<String, Optional<String>> problem) {

    private static final Set<String> OPERATIONS =
            Set.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final int MOST_CONDITIONS = 64;

    public void rule(JsonNode rule, String path, List<FieldError> errors) {
        var operations = rule.path("operations");
        list(operations, path + ".operations", "operations", errors);
        int i = 0;
        for (var each : operations) {
            if (!OPERATIONS.contains(each.asText())) {
                errors.add(
                        FieldError.notSupported(
                                path + ".operations[" + i + "]",
                                each,
                                OPERATIONS.stream().sorted().toList()));
            }
            i++;
        }
        list(rule.path("apiGroups"), path + ".apiGroups", "API groups", errors);
        list(rule.path("apiVersions"), path + ".apiVersions", "API versions", errors);
        i = 0;
        for (var each : rule.path("apiVersions")) {
            if (each.asText().isEmpty()) {
                errors.add(FieldError.required(path + ".apiVersions[" + i + "]", ""));
            }
            i++;
        }
        resources(rule.path("resources"), path + ".resources", errors);
    }

    /// A list that is not empty, and names nothing beside `*`.
    private static void list(JsonNode list, String path, String what, List<FieldError> errors) {
        if (list.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        }
        for (var each : list) {
            if (list.size() > 1 && each.asText().equals("*")) {
                errors.add(
                        FieldError.invalid(
                                path, list, "if '*' is present, must not specify other " + what));
                return;
            }
        }
    }

    private static void resources(JsonNode resources, String path, List<FieldError> errors) {
        if (resources.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        }
        var allSubresourcesOf = new HashSet<String>();
        var subresourceOfAll = new HashSet<String>();
        boolean everything = false;
        boolean everyResource = false;
        boolean someResource = false;
        int i = 0;
        for (var each : resources) {
            var field = path + "[" + i++ + "]";
            var text = each.asText();
            int slash = text.indexOf('/');
            if (text.isEmpty()) {
                errors.add(FieldError.required(field, ""));
            } else if (slash < 0) {
                everyResource |= text.equals("*");
                someResource |= !text.equals("*");
            } else {
                everything |= text.equals("*/*");
                var resource = text.substring(0, slash);
                var subresource = text.substring(slash + 1);
                if (allSubresourcesOf.contains(resource)) {
                    errors.add(contained(field, text, resource + "/*"));
                }
                if (subresourceOfAll.contains(subresource)) {
                    errors.add(contained(field, text, "*/" + subresource));
                }
                if (subresource.equals("*")) {
                    allSubresourcesOf.add(resource);
                }
                if (resource.equals("*")) {
                    subresourceOfAll.add(subresource);
                }
            }
        }
        if (resources.size() > 1 && everything) {
            errors.add(
                    FieldError.invalid(
                            path,
                            resources,
                            "if '*/*' is present, must not specify other resources"));
        }
        if (everyResource && someResource) {
            errors.add(
                    FieldError.invalid(
                            path,
                            resources,
                            "if '*' is present, must not specify other resources without"
                                    + " subresources"));
        }
    }

    private static FieldError contained(String field, String resource, String in) {
        return FieldError.invalid(
                field, resource, "if '" + in + "' is present, must not specify " + resource);
    }

    /// @param field `namespaceSelector` or `objectSelector`
    public void selector(JsonNode holder, String field, String path, List<FieldError> errors) {
        var selector = holder.path(field);
        if (selector.isMissingNode()) {
            return;
        }
        try {
            LabelSelector.fromJson(selector);
        } catch (ApiException e) {
            errors.add(FieldError.invalid(path + "." + field, selector, e.status().message()));
        }
    }

    public void conditions(JsonNode conditions, String path, List<FieldError> errors) {
        if (conditions.size() > MOST_CONDITIONS) {
            errors.add(
                    new FieldError(
                            FieldError.Type.TOO_MANY,
                            path,
                            conditions.size(),
                            "must have at most " + MOST_CONDITIONS + " items"));
        }
        var names = new HashSet<String>();
        int i = 0;
        for (var each : conditions) {
            var field = path + "[" + i++ + "]";
            expression(each.path("expression").asText(), field + ".expression", errors);
            var name = each.path("name").asText();
            if (name.isEmpty()) {
                errors.add(FieldError.required(field + ".name", ""));
            } else if (!names.add(name)) {
                errors.add(FieldError.duplicate(field + ".name", name));
            } else {
                Names.qualifiedName(name)
                        .forEach(
                                problem ->
                                        errors.add(
                                                FieldError.invalid(
                                                        field + ".name", name, problem)));
            }
        }
    }

    private void expression(String expression, String field, List<FieldError> errors) {
        if (expression.isBlank()) {
            errors.add(FieldError.required(field, ""));
            return;
        }
        problem.apply(expression)
                .ifPresent(text -> errors.add(FieldError.invalid(field, expression, text)));
    }
}
