package dev.hanse.machinery.cel;

import dev.cel.bundle.Cel;
import dev.cel.common.CelValidationException;

/// The [CelEnvironment] with variables. Immutable and thread-safe.
public final class CelLanguage {

    private final Cel cel;

    CelLanguage(Cel cel) {
        this.cel = cel;
    }

    /// Slow: milliseconds.
    public CelProgram compile(String expression) throws CelProblemException {
        try {
            return CelProgram.of(cel.compile(expression).getAst(), cel);
        } catch (CelValidationException e) {
            throw new CelProblemException("compilation failed: " + e.getMessage(), e);
        }
    }

    /// An expression that may make patches: `JSONPatch{...}` and `Object{...}`.
    public CelProgram compilePatch(String expression) throws CelProblemException {
        try {
            var parsed = CelPatchTypes.asMaps(cel.parse(expression).getAst());
            return CelProgram.of(cel.check(parsed).getAst(), cel);
        } catch (CelValidationException e) {
            throw new CelProblemException("compilation failed: " + e.getMessage(), e);
        }
    }
}
