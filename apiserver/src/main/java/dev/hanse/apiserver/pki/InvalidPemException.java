package dev.hanse.apiserver.pki;

import org.jspecify.annotations.Nullable;

/// A file does not hold the certificate or key it should.
public final class InvalidPemException extends RuntimeException {

    InvalidPemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
