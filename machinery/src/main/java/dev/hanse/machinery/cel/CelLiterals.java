package dev.hanse.machinery.cel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Values as texts, as cel-go writes them into messages.
final class CelLiterals {

    /// Numbers from ten to this power are written with an exponent.
    private static final int LARGEST_POWER = 6;

    private static final int SMALLEST_POWER = -4;

    private CelLiterals() {}

    /// Texts stand for themselves.
    ///
    /// @throws IllegalArgumentException if the value has no text
    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case CelByteString bytes -> bytes.toStringUtf8();
            case Double number -> number(number);
            case Duration duration -> CelValues.seconds(duration);
            case Long _, UnsignedLong _, Boolean _, Instant _ -> value.toString();
            case NullValue _ -> "null";
            case TypeType type -> type.containingTypeName();
            case List<?> list ->
                    "[" + String.join(", ", list.stream().map(CelLiterals::literal).toList()) + "]";
            case Map<?, ?> map -> {
                var entries = new ArrayList<String>(map.size());
                map.forEach((key, each) -> entries.add(literal(key) + ":" + literal(each)));
                entries.sort(null);
                yield "{" + String.join(", ", entries) + "}";
            }
            default ->
                    throw new IllegalArgumentException(
                            "error during formatting: string clause can only be used on strings,"
                                + " bools, bytes, ints, doubles, maps, lists, types, durations, and"
                                + " timestamps, was given "
                                    + typeName(value));
        };
    }

    /// As it would be written in an expression.
    private static String literal(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case CelByteString bytes -> "b" + quoted(bytes.toStringUtf8());
            case Double number when number.isNaN() || number.isInfinite() -> quoted(number(number));
            case Double number -> String.format(Locale.ROOT, "%.6f", number);
            case Duration _ -> "duration(" + quoted(text(value)) + ")";
            case Instant _ -> "timestamp(" + quoted(text(value)) + ")";
            default -> text(value);
        };
    }

    static String typeName(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case UnsignedLong _ -> "uint";
            case Double _ -> "double";
            case CelByteString _ -> "bytes";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "map";
            case NullValue _ -> "null_type";
            case TypeType _ -> "type";
            case Instant _ -> "google.protobuf.Timestamp";
            case Duration _ -> "google.protobuf.Duration";
            case Optional<?> _ -> "optional_type";
            default -> value.getClass().getSimpleName();
        };
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    /// As short as it can be read back.
    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        var exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        var power = exact.precision() - exact.scale() - 1;
        if (power >= SMALLEST_POWER && power < LARGEST_POWER) {
            return exact.toPlainString();
        }
        return exact.movePointLeft(power).stripTrailingZeros().toPlainString()
                + String.format(Locale.ROOT, "e%c%02d", power < 0 ? '-' : '+', Math.abs(power));
    }
}
