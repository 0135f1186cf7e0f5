package dev.hanse.machinery.format;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/// How large and how deep a regular expression becomes when its repetitions are written out. Reads
/// only as much of the syntax as that takes; whether the expression is a good one is for the
/// library to say.
final class PatternExtent {

    private static final int MOST_REPETITIONS = 1_000;
    private static final int DEEPEST = 1_000;

    /// Far less than Go allows, far more than any schema needs.
    private static final long LARGEST = 20_000;

    private final String expression;
    private final Deque<Group> open = new ArrayDeque<>();
    private Group group = new Group();
    private int at;

    PatternExtent(String expression) {
        this.expression = expression;
    }

    /// What is between two parentheses.
    private static final class Group {
        private long size;
        private int repetitions = 1;

        /// Of what a repetition that follows is about.
        private long lastSize;

        private int lastRepetitions = 1;

        void add(long newSize, int newRepetitions) {
            size += newSize;
            repetitions = Math.max(repetitions, newRepetitions);
            lastSize = newSize;
            lastRepetitions = newRepetitions;
        }
    }

    void check() {
        while (at < expression.length()) {
            step(expression.charAt(at++));
            if (group.size > LARGEST) {
                throw new PatternSyntaxException("expression too large", expression);
            }
        }
    }

    private void step(char character) {
        switch (character) {
            case '\\' -> {
                escape();
                group.add(1, 1);
            }
            case '[' -> {
                characterClass();
                group.add(1, 1);
            }
            case '(' -> openGroup();
            case ')' -> closeGroup();
            case '*', '+', '?' -> group.size++;
            case '{' -> repetition();
            default -> group.add(1, 1);
        }
    }

    private void escape() {
        if (at < expression.length()) {
            char kind = expression.charAt(at++);
            boolean named = kind == 'p' || kind == 'P' || kind == 'x';
            if (named && at < expression.length() && expression.charAt(at) == '{') {
                skipTo('}');
            } else if (kind == 'Q') {
                int end = expression.indexOf("\\E", at);
                int next = end < 0 ? expression.length() : end;
                group.add(next - at, 1);
                at = end < 0 ? next : next + 2;
            }
        }
    }

    private void characterClass() {
        if (at < expression.length() && expression.charAt(at) == '^') {
            at++;
        }
        // A bracket that comes first is an ordinary character.
        int first = at;
        while (at < expression.length()) {
            char character = expression.charAt(at++);
            if (character == '\\') {
                at++;
            } else if (character == '[' && expression.startsWith(":", at)) {
                int end = expression.indexOf(":]", at);
                at = end < 0 ? at : end + 2;
            } else if (character == ']' && at - 1 > first) {
                return;
            }
        }
    }

    private void openGroup() {
        if (expression.startsWith("?", at)) {
            while (at < expression.length() && ":>)".indexOf(expression.charAt(at)) < 0) {
                at++;
            }
            if (expression.startsWith(")", at)) {
                // Flags for what follows.
                at++;
                return;
            }
            at++;
        }
        open.push(group);
        group = new Group();
        if (open.size() > DEEPEST) {
            throw new PatternSyntaxException("expression nests too deeply", expression);
        }
    }

    private void closeGroup() {
        if (!open.isEmpty()) {
            var closed = group;
            group = open.pop();
            group.add(closed.size + 2, closed.repetitions);
        }
    }

    /// `{2}`, `{2,}` or `{2,3}`; anything else in braces is text.
    private void repetition() {
        int start = at - 1;
        int least = number();
        int most = least;
        if (least >= 0 && expression.startsWith(",", at)) {
            at++;
            most = Math.max(least, number());
        }
        if (least < 0 || !expression.startsWith("}", at)) {
            at = start + 1;
            group.add(1, 1);
            return;
        }
        at++;
        long repetitions = (long) group.lastRepetitions * Math.max(most, 1);
        if (most > MOST_REPETITIONS || repetitions > MOST_REPETITIONS) {
            throw new PatternSyntaxException(
                    "invalid repeat count", expression.substring(start, at));
        }
        group.size += group.lastSize * Math.max(most - 1, 0);
        group.lastSize *= Math.max(most, 1);
        group.lastRepetitions = (int) repetitions;
        group.repetitions = Math.max(group.repetitions, group.lastRepetitions);
    }

    /// -1 when there is none.
    private int number() {
        int start = at;
        while (at < expression.length() && Character.isDigit(expression.charAt(at))) {
            at++;
        }
        int digits = at - start;
        return digits == 0 || digits > 6 ? -1 : Integer.parseInt(expression.substring(start, at));
    }

    private void skipTo(char end) {
        int found = expression.indexOf(end, at);
        at = found < 0 ? expression.length() : found + 1;
    }
}
