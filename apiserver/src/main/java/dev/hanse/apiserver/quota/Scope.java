package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Part of what a quota looks at: an entry of `spec.scopes` or of `spec.scopeSelector`.
///
/// @param operator `Exists`, `DoesNotExist`, `In` or `NotIn`
record Scope(String name, String operator, List<String> values) {

    Scope {
        values = List.copyOf(values);
    }

    /// An object must be in all of them.
    static List<Scope> of(JsonNode quotaSpec) {
        var scopes = new ArrayList<Scope>();
        quotaSpec
                .path("scopes")
                .forEach(each -> scopes.add(new Scope(each.asText(), "Exists", List.of())));
        for (var each : quotaSpec.path("scopeSelector").path("matchExpressions")) {
            var values = new ArrayList<String>();
            each.path("values").forEach(value -> values.add(value.asText()));
            scopes.add(
                    new Scope(
                            each.path("scopeName").asText(),
                            each.path("operator").asText(),
                            values));
        }
        return scopes;
    }

    /// Whether a text that may be missing (empty) is one that the scope selects.
    boolean selects(String value) {
        return switch (operator) {
            case "Exists" -> !value.isEmpty();
            case "DoesNotExist" -> value.isEmpty();
            case "In" -> !value.isEmpty() && values.contains(value);
            case "NotIn" -> !values.contains(value);
            default -> false;
        };
    }
}
