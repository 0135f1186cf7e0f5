package dev.hanse.app.encryption;

/// The file says nothing that could be done; the message says where and why, in one sentence, and
/// never shows a secret.
public final class InvalidEncryptionConfigException extends IllegalArgumentException {

    InvalidEncryptionConfigException(String message) {
        super(message);
    }
}
