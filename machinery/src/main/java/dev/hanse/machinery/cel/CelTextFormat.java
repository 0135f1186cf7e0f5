package dev.hanse.machinery.cel;

import com.google.common.io.BaseEncoding;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

/// `format` of CEL's string extension, as cel-go prints: numbers with a point in English, the rest
/// as one would write it in CEL.
final class CelTextFormat {

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int DIGITS = 6;

    private CelTextFormat() {}

    /// @throws IllegalArgumentException if the arguments are not what the template asks for
    static String format(String template, List<?> arguments) {
        var text = new StringBuilder();
        var next = 0;
        for (int i = 0; i < template.length(); i++) {
            var c = template.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            var end = endOfPrecision(template, i + 1);
            if (end == template.length()) {
                throw new IllegalArgumentException("unexpected end of string");
            }
            var precision = precision(template.substring(i + 1, end));
            var verb = template.charAt(end);
            i = end;
            if (verb == '%') {
                text.append('%');
            } else if (next == arguments.size()) {
                throw new IllegalArgumentException("index " + next + " out of range");
            } else {
                text.append(formatted(verb, precision, arguments.get(next++)));
            }
        }
        if (next < arguments.size()) {
            throw new IllegalArgumentException(
                    "too many arguments supplied to string.format (expected "
                            + next
                            + ", got "
                            + arguments.size()
                            + ")");
        }
        return text.toString();
    }

    private static int endOfPrecision(String template, int start) {
        var end = start;
        if (end < template.length() && template.charAt(end) == '.') {
            end++;
            while (end < template.length()
                    && template.charAt(end) >= '0'
                    && template.charAt(end) <= '9') {
                end++;
            }
        }
        return end;
    }

    private static int precision(String written) {
        if (written.isEmpty()) {
            return DIGITS;
        }
        // More digits than a number can have are only zeros, and would be many.
        if (written.length() < 2 || written.length() > 4) {
            throw new IllegalArgumentException(
                    "could not parse formatting clause: error while parsing precision: "
                            + written.substring(1));
        }
        return Integer.parseInt(written.substring(1));
    }

    private static String formatted(char verb, int precision, Object value) {
        return switch (verb) {
            case 's' -> CelLiterals.text(value);
            case 'd' -> decimal(value);
            case 'f' -> fixed(precision, real(value, "fixed-point"));
            case 'e' -> scientific(real(value, "scientific"));
            case 'b' -> value instanceof Boolean bit ? (bit ? "1" : "0") : inBase(2, verb, value);
            case 'o' -> inBase(8, verb, value);
            case 'x', 'X' -> hexadecimal(verb, value);
            default ->
                    throw new IllegalArgumentException(
                            "could not parse formatting clause: unrecognized formatting clause \""
                                    + verb
                                    + "\"");
        };
    }

    private static String decimal(Object value) {
        if (value instanceof Long || value instanceof UnsignedLong) {
            return value.toString();
        }
        throw wrong("decimal clause can only be used on integers", value);
    }

    private static double real(Object value, String clause) {
        return switch (value) {
            case Double number -> number;
            case String text when text.equals("NaN") -> Double.NaN;
            case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            default -> throw wrong(clause + " clause can only be used on doubles", value);
        };
    }

    private static String fixed(int precision, double number) {
        var symbols = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
        var format = new DecimalFormat("#,##0", symbols);
        format.setMinimumFractionDigits(precision);
        format.setMaximumFractionDigits(precision);
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        return Double.isNaN(number) ? "NaN" : format.format(number);
    }

    /// Always with six digits: cel-go forgets the precision.
    private static String scientific(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return fixed(0, number);
        }
        var written = String.format(Locale.ROOT, "%.6e", number);
        var e = written.indexOf('e');
        var text = new StringBuilder(written.substring(0, e)).append("×10");
        for (var digit : written.substring(e + 1).toCharArray()) {
            switch (digit) {
                case '+' -> {}
                case '-' -> text.append('⁻');
                default -> text.append(SUPERSCRIPTS.charAt(digit - '0'));
            }
        }
        return text.toString();
    }

    private static String hexadecimal(char verb, Object value) {
        var text =
                switch (value) {
                    case String letters -> hex(letters.getBytes(StandardCharsets.UTF_8));
                    case CelByteString bytes -> hex(bytes.toByteArray());
                    default -> inBase(16, verb, value);
                };
        return verb == 'X' ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String hex(byte[] bytes) {
        return BaseEncoding.base16().lowerCase().encode(bytes);
    }

    private static String inBase(int base, char verb, Object value) {
        return switch (value) {
            case Long number -> Long.toString(number, base);
            case UnsignedLong number -> number.toString(base);
            default -> {
                var clause =
                        switch (verb) {
                            case 'b' -> "binary clause can only be used on integers and bools";
                            case 'o' -> "octal clause can only be used on integers";
                            default ->
                                    "hex clause can only be used on integers, byte buffers, and"
                                            + " strings";
                        };
                throw wrong(clause, value);
            }
        };
    }

    private static IllegalArgumentException wrong(String words, Object value) {
        return new IllegalArgumentException(
                "error during formatting: " + words + ", was given " + CelLiterals.typeName(value));
    }
}
