package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `minimum`, `maximum` (also exclusive) and `multipleOf`. Exact: no detour over floating point.
record NumberCheck(
        @Nullable BigDecimal minimum,
        boolean exclusiveMinimum,
        @Nullable BigDecimal maximum,
        boolean exclusiveMaximum,
        @Nullable BigDecimal multipleOf)
        implements ValueCheck {

    static Optional<ValueCheck> of(JsonNode schema) {
        var check =
                new NumberCheck(
                        number(schema.path("minimum")),
                        schema.path("exclusiveMinimum").asBoolean(),
                        number(schema.path("maximum")),
                        schema.path("exclusiveMaximum").asBoolean(),
                        number(schema.path("multipleOf")));
        return check.minimum == null && check.maximum == null && check.multipleOf == null
                ? Optional.empty()
                : Optional.of(check);
    }

    @Override
    public void check(JsonNode value, FieldPath path, Report report) {
        if (!value.isNumber()) {
            return;
        }
        var number = exact(value);
        if (multipleOf != null
                && multipleOf.signum() > 0
                && number.remainder(multipleOf).signum() != 0) {
            invalid(value, path, "should be a multiple of ", multipleOf, report);
        }
        if (maximum != null && number.compareTo(maximum) >= (exclusiveMaximum ? 0 : 1)) {
            invalid(
                    value,
                    path,
                    exclusiveMaximum ? "should be less than " : "should be less than or equal to ",
                    maximum,
                    report);
        }
        if (minimum != null && number.compareTo(minimum) <= (exclusiveMinimum ? 0 : -1)) {
            invalid(
                    value,
                    path,
                    exclusiveMinimum
                            ? "should be greater than "
                            : "should be greater than or equal to ",
                    minimum,
                    report);
        }
        report.match();
    }

    /// JSON can write numbers that only infinity is close to.
    private static BigDecimal exact(JsonNode value) {
        return Double.isInfinite(value.doubleValue())
                ? BigDecimal.valueOf(Math.copySign(Double.MAX_VALUE, value.doubleValue()))
                : value.decimalValue();
    }

    private static @Nullable BigDecimal number(JsonNode node) {
        return node.isNumber() ? exact(node).stripTrailingZeros() : null;
    }

    private static void invalid(
            JsonNode value, FieldPath path, String demand, BigDecimal limit, Report report) {
        report.add(
                FieldError.invalid(
                        path.field(), value, path + " in body " + demand + limit.toPlainString()));
    }
}
