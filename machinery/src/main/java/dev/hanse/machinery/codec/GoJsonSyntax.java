package dev.hanse.machinery.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Says about a text that is no JSON what Go's `encoding/json` says, which is what clients of
/// Kubernetes know and search the web for. Slow and thorough: only for texts that were refused.
public final class GoJsonSyntax {

    private static final String HEXADECIMAL = "in \\u hexadecimal character escape";
    private static final String END = "unexpected end of JSON input";

    /// What may come next.
    private enum Next {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COLON,
        MORE
    }

    private final byte[] text;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    private GoJsonSyntax(byte[] text) {
        this.text = text;
    }

    /// Stops the reading; the message is Go's.
    private static final class SyntaxProblem extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;

        SyntaxProblem(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }
    }

    /// What is wrong with `text`; empty if nothing is, as far as Go is concerned.
    public static Optional<String> problem(byte[] text) {
        try {
            new GoJsonSyntax(text).read();
            return Optional.empty();
        } catch (SyntaxProblem e) {
            return Optional.of(e.problem);
        }
    }

    private void read() throws SyntaxProblem {
        var next = Next.VALUE;
        while (true) {
            skipSpace();
            if (at == text.length) {
                if (next == Next.MORE && open.isEmpty()) {
                    return;
                }
                throw new SyntaxProblem(END);
            }
            next =
                    switch (next) {
                        case VALUE -> value();
                        case VALUE_OR_END -> text[at] == ']' ? close() : value();
                        case KEY -> key();
                        case KEY_OR_END -> text[at] == '}' ? close() : key();
                        case COLON -> colon();
                        case MORE -> more();
                    };
        }
    }

    private void skipSpace() {
        while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
            at++;
        }
    }

    private Next value() throws SyntaxProblem {
        switch (text[at]) {
            case '{', '[' -> {
                if (open.size() >= Json.MAXIMUM_DEPTH) {
                    throw invalid("exceeded max depth");
                }
                open.push((char) text[at]);
                return text[at++] == '{' ? Next.KEY_OR_END : Next.VALUE_OR_END;
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (text[at] != '-' && !isDigit()) {
                    throw invalid("looking for beginning of value");
                }
                number();
            }
        }
        return Next.MORE;
    }

    private Next key() throws SyntaxProblem {
        if (text[at] != '"') {
            throw invalid("looking for beginning of object key string");
        }
        string();
        return Next.COLON;
    }

    private Next colon() throws SyntaxProblem {
        expect(':', "after object key");
        return Next.VALUE;
    }

    private Next more() throws SyntaxProblem {
        if (open.isEmpty()) {
            throw invalid("after top-level value");
        }
        boolean inObject = open.peek() == '{';
        if (text[at] == (inObject ? '}' : ']')) {
            return close();
        }
        expect(',', inObject ? "after object key:value pair" : "after array element");
        return inObject ? Next.KEY : Next.VALUE;
    }

    private Next close() {
        open.pop();
        at++;
        return Next.MORE;
    }

    private void expect(char wanted, String where) throws SyntaxProblem {
        if (text[at] != wanted) {
            throw invalid(where);
        }
        at++;
    }

    private void string() throws SyntaxProblem {
        at++;
        while (at < text.length && text[at] != '"') {
            if (text[at] >= 0 && text[at] < 0x20) {
                throw invalid("in string literal");
            }
            if (text[at++] == '\\') {
                escape();
            }
        }
        if (at == text.length) {
            throw new SyntaxProblem(END);
        }
        at++;
    }

    private void escape() throws SyntaxProblem {
        if ("bfnrt\\/\"u".indexOf(current("in string escape code")) < 0) {
            throw invalid("in string escape code");
        }
        if (text[at++] == 'u') {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(current(HEXADECIMAL), 16) < 0) {
                    throw invalid(HEXADECIMAL);
                }
                at++;
            }
        }
    }

    private void literal(String word) throws SyntaxProblem {
        for (int i = 0; i < word.length(); i++) {
            var where = "in literal " + word + " (expecting '" + word.charAt(i) + "')";
            if (current(where) != word.charAt(i)) {
                throw invalid(where);
            }
            at++;
        }
    }

    private void number() throws SyntaxProblem {
        if (text[at] == '-') {
            at++;
            requireDigit("in numeric literal");
        }
        if (text[at] == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (at < text.length && text[at] == '.') {
            at++;
            requireDigit("after decimal point in numeric literal");
            skipDigits();
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            var where = "in exponent of numeric literal";
            if (current(where) == '+' || current(where) == '-') {
                at++;
            }
            requireDigit(where);
            skipDigits();
        }
    }

    private void requireDigit(String where) throws SyntaxProblem {
        current(where);
        if (!isDigit()) {
            throw invalid(where);
        }
    }

    private boolean isDigit() {
        return text[at] >= '0' && text[at] <= '9';
    }

    private void skipDigits() {
        while (at < text.length && isDigit()) {
            at++;
        }
    }

    /// Go takes the end of a text for a space.
    private int current(String where) throws SyntaxProblem {
        if (at == text.length) {
            throw new SyntaxProblem("invalid character ' ' " + where);
        }
        return text[at];
    }

    private SyntaxProblem invalid(String where) {
        return new SyntaxProblem("invalid character " + quoted(text[at] & 0xff) + " " + where);
    }

    private static String quoted(int character) {
        return switch (character) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case '\b' -> "'\\b'";
            case '\f' -> "'\\f'";
            default ->
                    character < 0x20 || (character >= 0x7f && character < 0xa0)
                            ? "'\\x%02x'".formatted(character)
                            : "'" + (char) character + "'";
        };
    }
}
