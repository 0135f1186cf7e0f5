package dev.hanse.machinery.selector;

import dev.hanse.machinery.selector.LabelRequirement.Operator;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the text form of a label selector. Its grammar and its messages are those of
/// k8s.io/apimachinery pkg/labels, oddities included: clients compare the texts.
final class LabelSelectorParser {

    private enum Kind {
        IDENTIFIER,
        SYMBOL,
        END
    }

    private record Token(Kind kind, String text) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        /// Ends a requirement: a comma or the end of the text.
        boolean ends() {
            return kind == Kind.END || is(",");
        }

        boolean isIdentifier() {
            return kind == Kind.IDENTIFIER;
        }

        boolean starts() {
            return isIdentifier() || is("!");
        }
    }

    private static final String SPECIAL = "=!(),><";
    private static final List<String> SYMBOLS =
            List.of("==", "!=", "=", "!", "(", ")", ",", ">", "<");
    private static final Map<String, Operator> BINARY =
            Map.of(
                    "in", Operator.IN,
                    "notin", Operator.NOT_IN,
                    "=", Operator.EQUALS,
                    "==", Operator.DOUBLE_EQUALS,
                    "!=", Operator.NOT_EQUALS,
                    ">", Operator.GREATER_THAN,
                    "<", Operator.LESS_THAN);
    private static final String BINARY_WORDS =
            Stream.of(
                            Operator.IN,
                            Operator.NOT_IN,
                            Operator.EQUALS,
                            Operator.DOUBLE_EQUALS,
                            Operator.NOT_EQUALS,
                            Operator.GREATER_THAN,
                            Operator.LESS_THAN)
                    .map(Operator::word)
                    .collect(Collectors.joining(", "));

    private final List<Token> tokens;
    private int position;

    LabelSelectorParser(String text) {
        tokens = tokens(text);
    }

    List<LabelRequirement> parse() {
        var found = new ArrayList<LabelRequirement>();
        while (true) {
            var first = peek();
            if (first.kind() == Kind.END) {
                return found;
            }
            if (!first.starts()) {
                throw expected(first, ", expected: !, identifier, or 'end of string'");
            }
            try {
                found.add(requirement());
            } catch (ApiException e) {
                throw ApiException.badRequest(
                        "unable to parse requirement: " + e.status().message());
            }
            var separator = next();
            if (separator.kind() == Kind.END) {
                return found;
            }
            if (!separator.is(",")) {
                throw expected(separator, ", expected: ',' or 'end of string'");
            }
            if (!peek().starts()) {
                throw expected(peek(), ", expected: identifier after ','");
            }
        }
    }

    private LabelRequirement requirement() {
        var first = next();
        boolean negated = first.is("!");
        var key = negated ? next() : first;
        if (!key.isIdentifier()) {
            throw expected(key, ", expected: identifier");
        }
        // Kubernetes reports this one without the field's name: its path is nil here.
        LabelRequirement.keyError(key.text(), "<nil>")
                .ifPresent(
                        error -> {
                            throw ApiException.badRequest(error.toString());
                        });
        if (negated) {
            return LabelRequirement.checked(key.text(), Operator.DOES_NOT_EXIST, List.of());
        }
        if (peek().ends()) {
            return LabelRequirement.checked(key.text(), Operator.EXISTS, List.of());
        }
        var word = next();
        @Nullable Operator operator = BINARY.get(word.text());
        if (operator == null) {
            throw expected(word, ", expected: " + BINARY_WORDS);
        }
        return LabelRequirement.checked(
                key.text(),
                operator,
                operator == Operator.IN || operator == Operator.NOT_IN
                        ? valueSet()
                        : List.of(exactValue()));
    }

    private String exactValue() {
        if (peek().ends()) {
            return "";
        }
        var value = next();
        if (!value.isIdentifier()) {
            throw expected(value, ", expected: identifier");
        }
        return value.text();
    }

    /// `(a,b)`. Values may be missing: `()` and `(a,)` contain the empty string.
    private List<String> valueSet() {
        var open = next();
        if (!open.is("(")) {
            throw expected(open, " expected: '('");
        }
        if (!peek().isIdentifier() && !peek().is(",") && !peek().is(")")) {
            throw expected(peek(), ", expected: ',', ')' or identifier");
        }
        var values = new ArrayList<String>();
        while (true) {
            values.add(peek().isIdentifier() ? next().text() : "");
            var separator = next();
            if (separator.is(")")) {
                return values;
            }
            if (!separator.is(",")) {
                throw expected(separator, ", expected: ',' or ')'");
            }
        }
    }

    private Token peek() {
        return tokens.get(position);
    }

    private Token next() {
        var token = tokens.get(position);
        if (position < tokens.size() - 1) {
            position++;
        }
        return token;
    }

    private static ApiException expected(Token found, String what) {
        return ApiException.badRequest("found '" + found.text() + "'" + what);
    }

    private static List<Token> tokens(String text) {
        var found = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (isSpace(next)) {
                at++;
            } else if (SPECIAL.indexOf(next) >= 0) {
                int start = at;
                var symbol =
                        SYMBOLS.stream().filter(each -> text.startsWith(each, start)).findFirst();
                found.add(new Token(Kind.SYMBOL, symbol.orElseThrow()));
                at += symbol.orElseThrow().length();
            } else {
                int end = at;
                while (end < text.length()
                        && !isSpace(text.charAt(end))
                        && SPECIAL.indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                found.add(new Token(Kind.IDENTIFIER, text.substring(at, end)));
                at = end;
            }
        }
        found.add(new Token(Kind.END, ""));
        return found;
    }

    private static boolean isSpace(char next) {
        return next == ' ' || next == '\t' || next == '\r' || next == '\n';
    }
}
