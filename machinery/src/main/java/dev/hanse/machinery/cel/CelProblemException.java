package dev.hanse.machinery.cel;

import org.jspecify.annotations.Nullable;

/// An expression does not compile; the message says why and where.
public final class CelProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    CelProblemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
