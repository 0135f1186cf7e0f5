package dev.hanse.machinery.selector;

import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Chooses objects by the values of a few fields: all requirements must hold. Which fields a
/// resource offers is the resource's business.
public record FieldSelector(List<Requirement> requirements) {

    /// `field=value`, or `field!=value` when `negated`. An absent field has the empty value.
    public record Requirement(String field, String value, boolean negated) {

        @Override
        public String toString() {
            return field + (negated ? "!=" : "=") + escaped(value);
        }
    }

    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    public static FieldSelector everything() {
        return EVERYTHING;
    }

    /// Reads `metadata.name=x,spec.nodeName!=y`. In values `\\`, `\,` and `\=` stand for the
    /// character itself.
    ///
    /// @throws ApiException 400 with Kubernetes' words for what is wrong
    public static FieldSelector parse(String text) {
        var found = new ArrayList<Requirement>();
        for (var term : terms(text)) {
            if (!term.isEmpty()) {
                found.add(requirement(text, term));
            }
        }
        return found.isEmpty() ? EVERYTHING : new FieldSelector(found);
    }

    public boolean matches(Function<String, String> fields) {
        for (var each : requirements) {
            if (fields.apply(each.field()).equals(each.value()) == each.negated()) {
                return false;
            }
        }
        return true;
    }

    /// The value that `field` must have, if the selector asks for one; lets a key lookup answer.
    public Optional<String> exact(String field) {
        return requirements.stream()
                .filter(each -> !each.negated() && each.field().equals(field))
                .map(Requirement::value)
                .findFirst();
    }

    /// The canonical text, which [#parse] reads.
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }

    /// Splits at commas that no backslash protects.
    private static List<String> terms(String text) {
        var found = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                found.add(text.substring(start, i));
                start = i + 1;
            }
        }
        found.add(text.substring(start));
        return found;
    }

    private static Requirement requirement(String text, String term) {
        for (int i = 0; i < term.length(); i++) {
            for (var operator : List.of("!=", "==", "=")) {
                if (term.startsWith(operator, i)) {
                    return new Requirement(
                            term.substring(0, i),
                            unescaped(term.substring(i + operator.length())),
                            operator.equals("!="));
                }
            }
        }
        throw ApiException.badRequest(
                "invalid selector: '" + text + "'; can't understand '" + term + "'");
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
    }

    private static String unescaped(String value) {
        var plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    throw ApiException.badRequest(
                            "invalid field selector: invalid escape sequence: "
                                    + value.substring(i - 1, Math.min(i + 1, value.length())));
                }
                next = value.charAt(i);
            } else if (next == '=' || next == ',') {
                throw ApiException.badRequest(
                        "invalid field selector: unescaped character in value: " + (int) next);
            }
            plain.append(next);
        }
        return plain.toString();
    }
}
