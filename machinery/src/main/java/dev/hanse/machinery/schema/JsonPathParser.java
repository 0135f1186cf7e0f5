package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.schema.JsonPath.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the text of a [JsonPath]. Used once per text.
final class JsonPathParser {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> OPERATORS = List.of("==", "!=", "<=", ">=", "<", ">");

    /// Ends a bare name inside a path.
    private static final String NAME_END = ".[]{}()'\"=!<>,?@| ";

    private final String whole;
    private final String text;
    private int at;

    JsonPathParser(String whole) {
        this.whole = whole;
        var trimmed = whole.strip();
        this.text =
                trimmed.startsWith("{") && trimmed.endsWith("}")
                        ? trimmed.substring(1, trimmed.length() - 1).strip()
                        : trimmed;
    }

    List<Step> parse() {
        if (text.isEmpty()) {
            throw problem("is empty");
        }
        if (!skip("$")) {
            skip("@");
        }
        var steps = new ArrayList<Step>();
        if (at < text.length() && NAME_END.indexOf(text.charAt(at)) < 0) {
            steps.add(new Step.Field(name()));
        }
        steps.addAll(steps());
        if (at < text.length()) {
            throw problem("has an unexpected '" + text.charAt(at) + "'");
        }
        return steps;
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        while (at < text.length()) {
            if (skip("..")) {
                steps.add(new Step.Descendants());
                if (!peek("[")) {
                    steps.add(fieldOrWildcard());
                }
            } else if (skip(".")) {
                // A dot alone, or before a bracket, names the current object.
                if (at < text.length() && !peek("[")) {
                    steps.add(fieldOrWildcard());
                }
            } else if (skip("[")) {
                steps.add(bracket());
            } else {
                break;
            }
        }
        return steps;
    }

    private Step fieldOrWildcard() {
        return skip("*") ? new Step.Wildcard() : new Step.Field(name());
    }

    private String name() {
        var name = new StringBuilder();
        while (at < text.length() && NAME_END.indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        if (name.isEmpty()) {
            throw problem("lacks a field name");
        }
        return name.toString();
    }

    private Step bracket() {
        spaces();
        if (skip("?(")) {
            var filter = filter();
            expect(")");
            spaces();
            expect("]");
            return filter;
        }
        var members = new ArrayList<Step>();
        do {
            members.add(member());
            spaces();
        } while (skip(","));
        expect("]");
        return members.size() == 1 ? members.getFirst() : new Step.Union(List.copyOf(members));
    }

    private Step member() {
        spaces();
        if (skip("*")) {
            return new Step.Wildcard();
        }
        if (peek("'") || peek("\"")) {
            return new Step.Field(quoted());
        }
        if (at < text.length() && (isNumberPart(text.charAt(at)) || text.charAt(at) == ':')) {
            return slice();
        }
        var nested = steps();
        if (nested.size() == 1) {
            return nested.getFirst();
        }
        throw problem("needs an index, a quoted name, a slice or a filter in its brackets");
    }

    private Step slice() {
        var start = integer();
        if (!skip(":")) {
            if (start == null) {
                throw problem("lacks an index");
            }
            return new Step.Slice(true, start, null, 1);
        }
        var end = integer();
        var step = skip(":") ? integer() : null;
        if (step != null && step <= 0) {
            throw problem("needs a step above zero");
        }
        return new Step.Slice(false, start == null ? 0 : start, end, step == null ? 1 : step);
    }

    private @Nullable Integer integer() {
        var start = at;
        while (at < text.length() && isNumberPart(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            return null;
        }
        try {
            return Integer.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw problem("has the invalid index '" + text.substring(start, at) + "'", e);
        }
    }

    private Step filter() {
        var left = operand();
        spaces();
        for (var operator : OPERATORS) {
            if (skip(operator)) {
                var right = operand();
                spaces();
                return new Step.Filter(left, operator, right);
            }
        }
        return new Step.Filter(left, "", null);
    }

    private Step.Operand operand() {
        spaces();
        if (skip("@")) {
            return new Step.Path(false, steps());
        }
        if (skip("$")) {
            return new Step.Path(true, steps());
        }
        if (peek(".")) {
            return new Step.Path(false, steps());
        }
        if (peek("'") || peek("\"")) {
            return new Step.Literal(NODES.textNode(quoted()));
        }
        return new Step.Literal(literal());
    }

    private JsonNode literal() {
        var start = at;
        while (at < text.length() && ")=!<> ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var word = text.substring(start, at);
        return switch (word) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            default -> {
                try {
                    yield NODES.numberNode(new BigDecimal(word));
                } catch (NumberFormatException e) {
                    throw problem("cannot compare with '" + word + "'", e);
                }
            }
        };
    }

    private String quoted() {
        var quote = text.charAt(at++);
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw problem("has an unterminated quote");
        }
        at++;
        return value.toString();
    }

    private void spaces() {
        while (peek(" ")) {
            at++;
        }
    }

    private boolean peek(String token) {
        return text.startsWith(token, at);
    }

    private boolean skip(String token) {
        if (!peek(token)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw problem("lacks a '" + token + "'");
        }
    }

    private static boolean isNumberPart(char c) {
        return (c >= '0' && c <= '9') || c == '-';
    }

    private IllegalArgumentException problem(String what) {
        return problem(what, null);
    }

    private IllegalArgumentException problem(String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "JSONPath \"" + whole + "\" " + what + " at position " + at, cause);
    }
}
