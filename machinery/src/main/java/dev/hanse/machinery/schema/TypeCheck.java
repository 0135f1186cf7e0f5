package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Optional;

/// `type`, `nullable` and `x-kubernetes-int-or-string`.
record TypeCheck(List<String> types, boolean nullable) implements ValueCheck {

    private static final double LARGEST_EXACT_INTEGER = (1L << 53) - 1;

    TypeCheck {
        types = List.copyOf(types);
    }

    static Optional<ValueCheck> of(JsonNode schema) {
        var nullable = schema.path("nullable").asBoolean();
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            // Kubernetes reads any number as a quantity: `cpu: 0.5`.
            var number = schema.path("format").asText().equals("quantity") ? "number" : "integer";
            return Optional.of(new TypeCheck(List.of(number, "string"), nullable));
        }
        var type = schema.path("type").asText();
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of(new TypeCheck(List.of(type), nullable));
    }

    @Override
    public void check(JsonNode value, FieldPath path, Report report) {
        var actual = typeOf(value);
        if (!accepts(value, actual)) {
            report.add(
                    new FieldError(
                            FieldError.Type.TYPE_INVALID,
                            path.field(),
                            actual,
                            path
                                    + " in body must be of type "
                                    + String.join(",", types)
                                    + ": \""
                                    + actual
                                    + "\""));
        } else {
            report.match();
        }
    }

    private boolean accepts(JsonNode value, String actual) {
        return switch (actual) {
            case "null" -> nullable;
            case "integer" -> types.contains("integer") || types.contains("number");
            case "number" ->
                    types.contains("number") || (types.contains("integer") && isWhole(value));
            default -> types.contains(actual);
        };
    }

    /// The JSON type; integers that do not fit 64 bits are floating point numbers, as in Go.
    static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER ->
                    value.canConvertToLong() && value.isIntegralNumber() ? "integer" : "number";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    private static boolean isWhole(JsonNode value) {
        var number = value.doubleValue();
        return Math.abs(number) <= LARGEST_EXACT_INTEGER && number == Math.rint(number);
    }
}
