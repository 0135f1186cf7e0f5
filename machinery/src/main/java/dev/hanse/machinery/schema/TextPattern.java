package dev.hanse.machinery.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.hanse.machinery.format.GoPattern;
import org.jspecify.annotations.Nullable;

/// A `pattern`, compiled when the first text is held against it: many schemas have hundreds, and
/// most are never needed. Thread-safe.
final class TextPattern {

    private final String written;
    private volatile @Nullable Pattern compiled;

    TextPattern(String written) {
        this.written = written;
    }

    boolean matches(String text) {
        try {
            return compiled().matcher(text).find();
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    /// What an error quotes.
    String shown() {
        try {
            return compiled().pattern();
        } catch (PatternSyntaxException e) {
            return written + ", but pattern is invalid: " + e.getMessage();
        }
    }

    private Pattern compiled() {
        var known = compiled;
        if (known == null) {
            known = GoPattern.compile(written);
            compiled = known;
        }
        return known;
    }
}
