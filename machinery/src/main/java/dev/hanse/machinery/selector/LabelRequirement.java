package dev.hanse.machinery.selector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// One condition on the labels of an object.
///
/// @param values sorted and without repetition; how many depends on the operator
public record LabelRequirement(String key, Operator operator, List<String> values) {

    /// How a label's value is compared.
    public enum Operator {
        EQUALS("="),
        DOUBLE_EQUALS("=="),
        NOT_EQUALS("!="),
        IN("in"),
        NOT_IN("notin"),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        /// The word in Kubernetes' messages.
        String word() {
            return word;
        }
    }

    public LabelRequirement {
        values = values.stream().distinct().sorted().toList();
    }

    /// A requirement that can be met.
    ///
    /// @throws ApiException 400 if the key or a value is not one that labels may have, or the
    ///   operator takes another number of values
    static LabelRequirement checked(String key, Operator operator, List<String> values) {
        var requirement = new LabelRequirement(key, operator, values);
        var errors = requirement.errors();
        if (!errors.isEmpty()) {
            throw ApiException.badRequest(
                    errors.size() == 1
                            ? errors.getFirst().toString()
                            : errors.stream()
                                    .map(FieldError::toString)
                                    .distinct()
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        return requirement;
    }

    public boolean matches(Map<String, String> labels) {
        var value = labels.get(key);
        return switch (operator) {
            case EQUALS, DOUBLE_EQUALS, IN -> value != null && values.contains(value);
            case NOT_EQUALS, NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> value != null && compares(value, 1);
            case LESS_THAN -> value != null && compares(value, -1);
        };
    }

    private boolean compares(String value, int sign) {
        var left = integer(value);
        var right = integer(values.getFirst());
        return left.isPresent()
                && right.isPresent()
                && Long.compare(left.getAsLong(), right.getAsLong()) == sign;
    }

    private static OptionalLong integer(String value) {
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private List<FieldError> errors() {
        var errors = new ArrayList<FieldError>();
        keyError(key, "key").ifPresent(errors::add);
        switch (operator) {
            case IN, NOT_IN -> {
                if (values.isEmpty()) {
                    errors.add(
                            wrongValues("for 'in', 'notin' operators, values set can't be empty"));
                }
            }
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> {
                if (values.size() != 1) {
                    errors.add(wrongValues("exact-match compatibility requires one single value"));
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!values.isEmpty()) {
                    errors.add(
                            wrongValues("values set must be empty for exists and does not exist"));
                }
            }
            case GREATER_THAN, LESS_THAN -> {
                if (values.size() != 1) {
                    errors.add(
                            wrongValues("for 'Gt', 'Lt' operators, exactly one value is required"));
                }
                for (int i = 0; i < values.size(); i++) {
                    if (integer(values.get(i)).isEmpty()) {
                        errors.add(
                                FieldError.invalid(
                                        "values[" + i + "]",
                                        values.get(i),
                                        "for 'Gt', 'Lt' operators, the value must be an integer"));
                    }
                }
            }
        }
        for (int i = 0; i < values.size(); i++) {
            var wrong = Names.labelValue(values.get(i));
            if (!wrong.isEmpty()) {
                errors.add(
                        FieldError.invalid(
                                "values[" + i + "][" + key + "]",
                                values.get(i),
                                String.join("; ", wrong)));
            }
        }
        return errors;
    }

    static Optional<FieldError> keyError(String key, String field) {
        var wrong = Names.qualifiedName(key);
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(FieldError.invalid(field, key, String.join("; ", wrong)));
    }

    private FieldError wrongValues(String detail) {
        var array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return FieldError.invalid("values", array, detail);
    }

    /// The form that [LabelSelector#parse] reads.
    @Override
    public String toString() {
        var list = String.join(",", values);
        return switch (operator) {
            case EQUALS -> key + "=" + list;
            case DOUBLE_EQUALS -> key + "==" + list;
            case NOT_EQUALS -> key + "!=" + list;
            case IN -> key + " in (" + list + ")";
            case NOT_IN -> key + " notin (" + list + ")";
            case EXISTS -> key;
            case DOES_NOT_EXIST -> "!" + key;
            case GREATER_THAN -> key + ">" + list;
            case LESS_THAN -> key + "<" + list;
        };
    }
}
