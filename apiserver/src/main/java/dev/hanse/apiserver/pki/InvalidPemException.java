package dev.hanse.apiserver.pki;

import org.jspecify.annotations.Nullable;

/// A text or file does not hold the certificate, request or key it should.
public final class InvalidPemException extends RuntimeException {

    InvalidPemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
