package dev.hanse.app;

/// The program cannot start as it was told to; the message says in one sentence why.
final class ConfigurationException extends RuntimeException {

    ConfigurationException(String message) {
        super(message);
    }
}
