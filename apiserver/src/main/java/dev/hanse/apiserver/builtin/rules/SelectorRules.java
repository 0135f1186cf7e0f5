package dev.hanse.apiserver.builtin.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Label selectors in specs: what they may say, and that they select what their owner makes.
public final class SelectorRules {

    private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");
    private static final Set<String> WITHOUT_VALUES = Set.of("Exists", "DoesNotExist");

    private SelectorRules() {}

    /// A selector that is there and chooses something, and the labels of the template it chooses.
    public static void check(JsonNode spec, String kind, Checks checks) {
        var selector = spec.path("selector");
        if (selector.isMissingNode()) {
            checks.add(FieldError.required("spec.selector", ""));
        } else {
            syntax(selector, "spec.selector", checks);
            if (selector.path("matchLabels").isEmpty()
                    && selector.path("matchExpressions").isEmpty()) {
                checks.add(
                        FieldError.invalid(
                                "spec.selector",
                                selector,
                                "empty selector is invalid for " + kind));
            }
        }
        var labels = spec.path("template").path("metadata").path("labels");
        if ((selector.isMissingNode() || !selector.isEmpty()) && !selects(selector, labels)) {
            checks.add(
                    FieldError.invalid(
                            "spec.template.metadata.labels",
                            labels.isMissingNode() ? null : labels,
                            "`selector` does not match template `labels`"));
        }
    }

    public static void syntax(JsonNode selector, String path, Checks checks) {
        for (var label : selector.path("matchLabels").properties()) {
            for (var problem : Names.qualifiedName(label.getKey())) {
                checks.add(FieldError.invalid(path + ".matchLabels", label.getKey(), problem));
            }
            for (var problem : Names.labelValue(label.getValue().asText())) {
                checks.add(FieldError.invalid(path + ".matchLabels", label.getValue(), problem));
            }
        }
        var expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            expression(expressions.get(i), path + ".matchExpressions[" + i + "]", checks);
        }
    }

    private static void expression(JsonNode expression, String path, Checks checks) {
        var operator = expression.path("operator").asText();
        var values = expression.path("values");
        if (WITH_VALUES.contains(operator)) {
            if (values.isEmpty()) {
                checks.add(
                        FieldError.required(
                                path + ".values",
                                "must be specified when `operator` is 'In' or 'NotIn'"));
            }
        } else if (WITHOUT_VALUES.contains(operator)) {
            if (!values.isEmpty()) {
                checks.add(
                        FieldError.forbidden(
                                path + ".values",
                                "may not be specified when `operator` is 'Exists' or"
                                        + " 'DoesNotExist'"));
            }
        } else {
            checks.add(
                    FieldError.invalid(
                            path + ".operator",
                            expression.path("operator"),
                            "not a valid selector operator"));
        }
        for (var problem : Names.qualifiedName(expression.path("key").asText())) {
            checks.add(FieldError.invalid(path + ".key", expression.path("key"), problem));
        }
    }

    public static boolean selects(JsonNode selector, JsonNode labels) {
        try {
            return LabelSelector.fromJson(selector).matches(map(labels));
        } catch (ApiException _) {
            // Wrong in a way that was said already.
            return true;
        }
    }

    public static Map<String, String> map(JsonNode labels) {
        var map = new TreeMap<String, String>();
        labels.properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }
}
