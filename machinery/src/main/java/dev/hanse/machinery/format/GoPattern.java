package dev.hanse.machinery.format;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions of strangers, which take time linear in the text but may be made to take any
/// amount of memory themselves. Go's `regexp/syntax` refuses those that repeat repetitions, nest
/// too deeply or are too large; the library used here does not.
public final class GoPattern {

    private GoPattern() {}

    /// @throws PatternSyntaxException in Go's words when the expression is none, or is too much
    public static Pattern compile(String expression) {
        new PatternExtent(expression).check();
        try {
            return Pattern.compile(expression);
        } catch (StackOverflowError _) {
            throw new PatternSyntaxException("expression nests too deeply", expression);
        }
    }
}
