package dev.hanse.machinery.cel;

import org.jspecify.annotations.Nullable;

/// An expression does not compile; the message says why and where.
public final class CelProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String COMPILATION = "compilation failed: ";

    CelProblemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// @param issues as the compiler lists them
    static CelProblemException of(String issues, Throwable cause) {
        return new CelProblemException(COMPILATION + issues, cause);
    }

    /// What the compiler found, without saying that it was the compiler.
    public String issues() {
        var message = String.valueOf(getMessage());
        return message.startsWith(COMPILATION) ? message.substring(COMPILATION.length()) : message;
    }
}
