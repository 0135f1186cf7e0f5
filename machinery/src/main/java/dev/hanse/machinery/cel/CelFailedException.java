package dev.hanse.machinery.cel;

/// An expression has no value. The message is in the words of cel-go, which is what users of
/// Kubernetes know.
public final class CelFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause cause;

    public enum Cause {
        /// Operands of types that the checker could not know do not fit.
        NO_OVERLOAD,
        /// The expression itself costs more than one may.
        CALL_LIMIT,
        /// All evaluations for the object together cost more than they may.
        BUDGET,
        OTHER
    }

    CelFailedException(Cause cause, String message) {
        // No stack: these are answers to clients, and there may be thousands for one object.
        super(message, null, false, false);
        this.cause = cause;
    }

    public Cause reason() {
        return cause;
    }
}
