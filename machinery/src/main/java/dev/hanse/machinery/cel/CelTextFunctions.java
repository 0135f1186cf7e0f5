package dev.hanse.machinery.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Kubernetes' regular expressions (`find`, `findAll`) and the `format` of CEL's string extension.
final class CelTextFunctions {

    private CelTextFunctions() {}

    static CelFunctions library() {
        var text = new CelFunctions.Parameter<>(SimpleType.STRING, String.class);
        var dynamics = new CelFunctions.Parameter<>(ListType.create(SimpleType.DYN), List.class);
        return new CelFunctions()
                .method("find", SimpleType.STRING, text, text, CelTextFunctions::find)
                .method(
                        "findAll",
                        ListType.create(SimpleType.STRING),
                        text,
                        text,
                        CelTextFunctions::findAll)
                .method("format", SimpleType.STRING, text, dynamics, CelTextFunctions::format);
    }

    private static String find(String text, String pattern) {
        var matcher = compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<String> findAll(String text, String pattern) {
        var found = new ArrayList<String>();
        var matcher = compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Illegal regex: " + e.getMessage(), e);
        }
    }

    private static String format(String template, List<?> arguments) {
        var text = new StringBuilder();
        var next = 0;
        for (int i = 0; i < template.length(); i++) {
            var c = template.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            var precision = 6;
            if (template.startsWith("%.", i)) {
                var end = i + 2;
                while (end < template.length() && Character.isDigit(template.charAt(end))) {
                    end++;
                }
                precision = end == i + 2 ? 0 : Integer.parseInt(template.substring(i + 2, end));
                i = end - 1;
            }
            if (++i == template.length()) {
                throw new IllegalArgumentException("unexpected end of format string");
            }
            var verb = template.charAt(i);
            if (verb == '%') {
                text.append('%');
            } else if (next == arguments.size()) {
                throw new IllegalArgumentException("index " + next + " out of range");
            } else {
                text.append(formatted(verb, precision, arguments.get(next++)));
            }
        }
        return text.toString();
    }

    private static String formatted(char verb, int precision, Object value) {
        if (verb == 's') {
            return shown(value);
        }
        return switch (value) {
            case Number number when verb == 'f' || verb == 'e' ->
                    String.format(Locale.ROOT, "%." + precision + verb, number.doubleValue());
            case Boolean bit when verb == 'b' -> bit ? "1" : "0";
            case Long number when "dboxX".indexOf(verb) >= 0 -> inBase(verb, number);
            default ->
                    throw new IllegalArgumentException(
                            "could not format \"" + value + "\" with the verb '" + verb + "'");
        };
    }

    private static String inBase(char verb, long number) {
        return switch (verb) {
            case 'b' -> Long.toString(number, 2);
            case 'o' -> Long.toString(number, 8);
            case 'x' -> Long.toString(number, 16);
            case 'X' -> Long.toString(number, 16).toUpperCase(Locale.ROOT);
            default -> Long.toString(number);
        };
    }

    private static String shown(Object value) {
        return switch (value) {
            case List<?> list ->
                    "["
                            + String.join(", ", list.stream().map(CelTextFunctions::shown).toList())
                            + "]";
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                    Long.toString(number.longValue());
            default -> value.toString();
        };
    }
}
