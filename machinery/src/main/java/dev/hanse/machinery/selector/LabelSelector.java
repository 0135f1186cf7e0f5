package dev.hanse.machinery.selector;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.selector.LabelRequirement.Operator;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Chooses objects by their labels: all requirements must hold.
///
/// @param requirements sorted by key; none means every object, unless `nothing`
/// @param nothing matches no object, whatever its labels
public record LabelSelector(List<LabelRequirement> requirements, boolean nothing) {

    private static final LabelSelector EVERYTHING = new LabelSelector(List.of(), false);
    private static final LabelSelector NOTHING = new LabelSelector(List.of(), true);

    public LabelSelector {
        requirements =
                requirements.stream().sorted(Comparator.comparing(LabelRequirement::key)).toList();
    }

    public static LabelSelector everything() {
        return EVERYTHING;
    }

    public static LabelSelector matchingNothing() {
        return NOTHING;
    }

    /// Reads the form of the query parameter: `app=web,tier in (a,b),!old`. The empty string
    /// selects everything.
    ///
    /// @throws ApiException 400 with Kubernetes' words for what is wrong
    public static LabelSelector parse(String text) {
        return text.isBlank()
                ? EVERYTHING
                : new LabelSelector(new LabelSelectorParser(text).parse(), false);
    }

    /// Reads a `meta/v1 LabelSelector` with `matchLabels` and `matchExpressions`. Null selects
    /// nothing, an empty object everything, as in Kubernetes.
    ///
    /// @throws ApiException 400 if a requirement is not valid
    public static LabelSelector fromJson(@Nullable JsonNode json) {
        if (json == null || json.isNull() || json.isMissingNode()) {
            return NOTHING;
        }
        var found = new ArrayList<LabelRequirement>();
        for (var label : json.path("matchLabels").properties()) {
            found.add(
                    LabelRequirement.checked(
                            label.getKey(), Operator.EQUALS, List.of(label.getValue().asText())));
        }
        for (var expression : json.path("matchExpressions")) {
            var values = new ArrayList<String>();
            expression.path("values").forEach(each -> values.add(each.asText()));
            found.add(
                    LabelRequirement.checked(
                            expression.path("key").asText(),
                            operator(expression.path("operator").asText()),
                            values));
        }
        return new LabelSelector(found, false);
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default ->
                    throw ApiException.badRequest(
                            "\"" + name + "\" is not a valid label selector operator");
        };
    }

    public boolean matches(Map<String, String> labels) {
        if (nothing) {
            return false;
        }
        for (var requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty() && !nothing;
    }

    /// The one value that `key` must have, if there is one; lets an index answer.
    public Optional<String> exact(String key) {
        return requirements.stream()
                .filter(each -> each.key().equals(key) && each.values().size() == 1)
                .filter(
                        each ->
                                switch (each.operator()) {
                                    case EQUALS, DOUBLE_EQUALS, IN -> true;
                                    case NOT_EQUALS,
                                            NOT_IN,
                                            EXISTS,
                                            DOES_NOT_EXIST,
                                            GREATER_THAN,
                                            LESS_THAN ->
                                            false;
                                })
                .map(each -> each.values().getFirst())
                .findFirst();
    }

    /// The canonical text: what [#parse] reads, sorted by key.
    @Override
    public String toString() {
        return requirements.stream()
                .map(LabelRequirement::toString)
                .collect(Collectors.joining(","));
    }
}
